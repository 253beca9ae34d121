import { expect, test } from 'vitest';
import { AcknowledgedSet, findLost } from './acknowledged-set.ts';

test.for([
  { count: 0, expected: [] },
  { count: 2, expected: [[1, 2]] },
  { count: 3, expected: [[1, 2, 3]] },
  { count: 7, expected: [[1, 2, 3], [4, 5, 6], [7]] },
])('reads $count writes back in groups of three', ({ count, expected }) => {
  const acknowledged = new AcknowledgedSet();
  for (let seq = 1; seq <= count; seq += 1) acknowledged.add(seq);
  expect([...acknowledged.batches(3)]).toEqual(expected);
  expect(acknowledged.size).toBe(count);
});

test('a write is lost when its value is absent or another', () => {
  expect(findLost([4, 5, 6, 7], ['4', null, '5'])).toEqual([5, 6, 7]);
});
