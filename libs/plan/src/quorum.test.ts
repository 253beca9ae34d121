import { describe, expect, test } from 'vitest';
import { majority, majorityValue } from './quorum.ts';

test.for([
  [1, 1],
  [2, 2],
  [3, 2],
  [4, 3],
  [5, 3],
] as const)('the majority of %i is %i', ([members, expected]) => {
  expect(majority(members)).toBe(expected);
});

describe('majorityValue', () => {
  test.for([
    { name: 'all agree', votes: ['a', 'a', 'a'], voters: 3, expected: 'a' },
    { name: 'one differs', votes: ['a', 'b', 'a'], voters: 3, expected: 'a' },
    { name: 'the silent ones vote for nobody', votes: ['a'], voters: 3, expected: undefined },
    { name: 'two of four are no majority', votes: ['a', 'a', 'b', 'b'], voters: 4, expected: undefined },
    { name: 'nobody votes', votes: [], voters: 0, expected: undefined },
  ])('$name', ({ votes, voters, expected }) => {
    expect(majorityValue(votes, voters)).toBe(expected);
  });
});
