import { expect, test } from 'vitest';
import { type Point, thin } from './thin.ts';

const pixels = { x: 10, y: 10 };
const line = (...values: readonly (number | null)[]): readonly Point[] => values.map((y, x) => ({ x, y }));
const kept = (...values: readonly (number | null)[]) => thin(line(...values), pixels).map(({ x, y }) => [x, y]);

test('of a straight line its ends are left', () => {
  expect(kept(1, 2, 3, 4)).toEqual([
    [0, 1],
    [3, 4],
  ]);
  expect(kept(1, 1.01, 0.99, 1)).toEqual([
    [0, 1],
    [3, 1],
  ]);
});

test('corners are left', () => {
  expect(kept(1, 1, 5, 1, 1)).toEqual([
    [0, 1],
    [1, 1],
    [2, 5],
    [3, 1],
    [4, 1],
  ]);
});

test('gaps are left, and what is alone between them', () => {
  expect(kept(null, 1, 1, 1, null, null, 2, null)).toEqual([
    [1, 1],
    [3, 1],
    [6, null],
    [6, 2],
  ]);
});
