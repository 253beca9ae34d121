import { expect, test } from 'vitest';
import { fairShares } from './fair-shares.ts';

test.for([
  {
    name: 'equal weights',
    total: 9,
    shares: [
      [1, 9],
      [1, 9],
      [1, 9],
    ],
    expected: [3, 3, 3],
  },
  {
    name: 'in proportion',
    total: 8,
    shares: [
      [1, 8],
      [3, 8],
    ],
    expected: [2, 6],
  },
  {
    name: 'nobody above the most, and the rest to the others',
    total: 10,
    shares: [
      [8, 4],
      [1, 10],
      [1, 10],
    ],
    expected: [4, 3, 3],
  },
  {
    name: 'one after another comes to its most',
    total: 12,
    shares: [
      [10, 4],
      [2, 4],
      [1, 10],
    ],
    expected: [4, 4, 4],
  },
  {
    name: 'no room for all',
    total: 10,
    shares: [
      [1, 2],
      [1, 2],
    ],
    expected: [2, 2],
  },
  { name: 'nothing to split', total: 0, shares: [[1, 2]], expected: [0] },
  { name: 'nobody', total: 5, shares: [], expected: [] },
] as const)('$name', ({ total, shares, expected }) => {
  expect(
    fairShares(
      total,
      shares.map(([weight, most]) => ({ weight, most })),
    ),
  ).toEqual(expected);
});
