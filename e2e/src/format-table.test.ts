import { expect, test } from 'vitest';
import { formatSeconds, formatTable } from './format-table.ts';

test('numbers stand to the right, words to the left, and no line ends in blanks', () => {
  const table = formatTable(
    ['fault', 'gap', 'note'],
    [
      ['pod', '1.20 s', ''],
      ['node loss', '12.00 s', 'over the limit'],
      ['hang', '-', ''],
    ],
  );
  expect(table.split('\n')).toEqual([
    'fault          gap  note',
    'pod         1.20 s',
    'node loss  12.00 s  over the limit',
    'hang             -',
  ]);
});

test('a column with one word among its numbers is text', () => {
  expect(formatTable(['lost'], [['0'], ['unknown']])).toBe('lost\n0\nunknown');
});

test.for([
  [0, '0.00 s'],
  [1250, '1.25 s'],
  [null, '-'],
] as const)('%s ms', ([durationMs, text]) => {
  expect(formatSeconds(durationMs)).toBe(text);
});
