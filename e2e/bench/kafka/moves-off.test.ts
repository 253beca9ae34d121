import { expect, test } from 'vitest';
import { movesOff } from './moves-off.ts';

const one = (partition: number, replicas: readonly number[]) => ({ topic: 'orders', partition, replicas });

test('only what is on the broker that leaves is moved, in its place, to brokers that do not have it', () => {
  expect(movesOff([one(0, [3, 0, 1]), one(1, [0, 1, 2]), one(2, [2, 3, 0])], 3, [0, 1, 2])).toEqual([one(0, [2, 0, 1]), one(2, [2, 1, 0])]);
});

test('partitions of one replica are spread over all that stay', () => {
  expect(movesOff([one(0, [3]), one(1, [3]), one(2, [3])], 3, [0, 1, 2]).map(({ replicas }) => replicas)).toEqual([[0], [1], [2]]);
});

test('a partition that is everywhere has nowhere to go', () => {
  expect(() => movesOff([one(7, [0, 1, 3])], 3, [0, 1])).toThrow('partition 7 of orders has nowhere to go from broker 3');
});
