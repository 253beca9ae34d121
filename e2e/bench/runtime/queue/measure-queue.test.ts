import { expect, test } from 'vitest';
import { measureQueue, turnQueue } from './measure-queue.ts';

test.for([1, 4, 16])('%d workers take as many keys as were asked for, however few there are', async (workers) => {
  // Each worker that is under way when the queue closes has one key more.
  const taken = await turnQueue(['a', 'b'], 1_000, workers);
  expect(taken).toBeGreaterThanOrEqual(1_000);
  expect(taken).toBeLessThan(1_000 + workers);
});

test('each size and number of workers has a figure of every repetition', async () => {
  const figures = await measureQueue(2_000, 2);
  expect(figures.map(({ keys, workers }) => [keys, workers])).toEqual([
    [100, 1],
    [100, 4],
    [100, 16],
    [10_000, 1],
    [10_000, 4],
    [10_000, 16],
  ]);
  for (const { perSecond, ratioToMap } of figures) {
    expect(perSecond).toMatchObject({ n: 2 });
    expect(perSecond.min).toBeGreaterThan(0);
    expect(ratioToMap.min).toBeGreaterThan(0);
  }
});
