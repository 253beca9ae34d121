import { expect, test } from 'vitest';
import { formatLegend } from './legend.ts';

test.for([
  ['{{pod}}', 'cart-0'],
  ['in, {{ pod }}', 'in, cart-0'],
  ['{{slave_ip}} of {{pod}}', 'of cart-0'],
  ['ready', 'ready'],
  ['{{pod}} {{pod}} $1', 'cart-0 cart-0 $1'],
] as const)('%s', ([template, expected]) => {
  expect(formatLegend(template, { pod: 'cart-0' })).toBe(expected);
});
