import { describe, expect, test } from 'vitest';
import type { ReassignmentInput } from './cluster-state.ts';
import { planReassignment } from './plan-reassignment.ts';

function partitions(...replicas: readonly (readonly number[])[]): ReassignmentInput['partitions'] {
  return replicas.map((list, partition) => ({ topic: 'orders', partition, replicas: list, bytes: 100 }));
}

const brokers = (...ids: readonly number[]) => ids.map((id) => ({ id }));

const situations: readonly {
  readonly name: string;
  readonly input: ReassignmentInput;
  readonly to: Readonly<Record<number, readonly number[]>>;
}[] = [
  {
    name: 'a replica on a broker that leaves goes to the one that lacks it, in its place',
    input: { mode: 'drain', brokers: brokers(0, 1, 2, 3), remove: [3], partitions: partitions([0, 1, 3], [1, 2, 0], [2, 0, 1]) },
    to: { 0: [0, 1, 2] },
  },
  {
    name: 'a broker that leaves need not be listed: it may be lost',
    input: { mode: 'drain', brokers: brokers(0, 1), remove: [9], partitions: partitions([9, 0]) },
    to: { 0: [1, 0] },
  },
  {
    name: 'a replica on a broker that nobody speaks of stays',
    input: { mode: 'balance', brokers: brokers(0, 1), partitions: partitions([7, 0], [7, 1]) },
    to: {},
  },
  {
    name: 'a rack that has no replica yet comes before a broker with less to do',
    input: {
      mode: 'drain',
      brokers: [
        { id: 0, rack: 'a' },
        { id: 1, rack: 'a' },
        { id: 2, rack: 'b' },
        { id: 3, rack: 'b' },
      ],
      remove: [3],
      partitions: partitions([0, 3], [2, 0], [2, 1]),
    },
    to: { 0: [0, 2] },
  },
  {
    name: 'a broker that joined gets its share of replicas and of leaders',
    input: { mode: 'balance', brokers: brokers(0, 1, 2), partitions: partitions([0, 1], [1, 0], [0, 1]) },
    to: { 0: [1, 2], 1: [2, 0] },
  },
  {
    name: 'leaders are evened out by the order of replicas alone',
    input: { mode: 'balance', brokers: brokers(0, 1), partitions: partitions([0, 1], [0, 1]) },
    to: { 0: [1, 0] },
  },
  {
    name: 'a drain leaves to others what they have too much of',
    input: { mode: 'drain', brokers: brokers(0, 1, 2), remove: [2], partitions: partitions([0], [0], [0], [2]) },
    to: { 3: [1] },
  },
  {
    name: 'a broker of twice the weight gets twice as much',
    input: {
      mode: 'balance',
      brokers: [{ id: 0 }, { id: 1, weight: 2 }],
      partitions: partitions([0], [0], [0]),
    },
    to: { 0: [1], 1: [1] },
  },
];

describe('planReassignment', () => {
  test.for(situations)('$name', ({ input, to }) => {
    const { moves } = planReassignment(input);
    expect(Object.fromEntries(moves.map((move) => [move.partition, move.to]))).toEqual(to);
    for (const { partition, from } of moves) expect(from).toEqual(input.partitions[partition]?.replicas);
  });

  test('counts what is copied, once for each new replica, and nothing for another order', () => {
    const input: ReassignmentInput = {
      mode: 'drain',
      brokers: brokers(0, 1, 2, 3),
      remove: [2, 3],
      partitions: partitions([2, 3], [0, 1]),
    };
    expect(planReassignment(input).bytes).toBe(200);
    expect(planReassignment({ mode: 'balance', brokers: brokers(0, 1), partitions: partitions([0, 1], [0, 1]) }).bytes).toBe(0);
  });

  test.for([
    ['a broker twice', { brokers: brokers(1, 1) }, 'brokers[1].id: broker 1 is there twice'],
    ['a weight of 0', { brokers: [{ id: 0, weight: 0 }] }, 'brokers[0].weight: must be a number above 0; leave it out for 1'],
    ['a partition twice', { partitions: [...partitions([0]), ...partitions([0])] }, 'partitions[1]: partition orders-0 is there twice'],
    ['a replica twice', { partitions: partitions([0, 0]) }, 'partitions[0].replicas[1]: broker 0 is there twice'],
    [
      'too few brokers that remain',
      { remove: [1], partitions: partitions([0, 1]) },
      'partitions[0].replicas: partition orders-0 has 2 replicas, and 1 brokers remain: remove fewer, or lower its replication factor first',
    ],
  ] as const)('refuses %s', ([, changes, message]) => {
    const input: ReassignmentInput = { mode: 'drain', brokers: brokers(0, 1), partitions: [], ...changes };
    expect(() => planReassignment(input)).toThrow(expect.objectContaining({ code: 'RefusedInput', message }));
  });
});
