import { expect, test } from 'vitest';
import { compactSvg } from './compact-svg.ts';

const svg = (inside: string) => `<svg xmlns="http://www.w3.org/2000/svg" version="1.1" class="marks">${inside}</svg>`;
const compact = (inside: string) => compactSvg(svg(inside)).replace(/^<svg[^>]*>(.*)<\/svg>$/, '$1');

test.for([
  ['coordinates are rounded', '<path d="M1.2345,6L7.96,8" fill="red"/>', '<path d="M1.2,6L8,8" fill="red"/>'],
  ['numbers in texts are not', '<text fill="red">1.2345</text>', '<text fill="red">1.2345</text>'],
  ['what has no colour is left out', '<path d="M0,0h9v9h-9Z"/><path d="M1,1" stroke="red"/>', '<path d="M1,1" stroke="red"/>'],
  ['what is not displayed is left out', '<path class="foreground" d="" display="none" stroke="red"/>', ''],
  [
    'groups without a meaning are unwrapped',
    '<g class="a"><g transform="translate(0,0)" role="x"><text>a</text></g></g>',
    '<text>a</text>',
  ],
  [
    'groups that move are kept',
    '<g><g transform="translate(4.56,1)"><g><text>a</text></g></g></g>',
    '<g transform="translate(4.6,1)"><text>a</text></g>',
  ],
  ['empty groups are left out', '<g transform="translate(1,1)"/><g fill="red"></g><text>a</text>', '<text>a</text>'],
] as const)('%s', ([, inside, expected]) => {
  expect(compact(inside)).toBe(expected);
});

test('the font is named once', () => {
  const found = compactSvg(svg('<text font-family="sans-serif">a</text><text font-family="sans-serif">b</text>'));
  expect(found.match(/font-family/g)).toHaveLength(1);
});
