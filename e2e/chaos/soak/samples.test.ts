import { expect, test } from 'vitest';
import { type Sample, takeSample, trendOf } from './samples.ts';

const sample = (heapBytes: number): Sample => ({ heapBytes, rssBytes: 0, openFiles: 0, clientSockets: 0, upstreamSockets: 0 });

test.for([
  [[], { first: 0, last: 0 }],
  [[5], { first: 5, last: 5 }],
  [[1, 2, 3, 100, 100, 100, 7, 8, 9], { first: 2, last: 8 }],
] as const)('%j has the trend %j', ([heaps, expected]) => {
  expect(trendOf(heaps.map(sample), ({ heapBytes }) => heapBytes)).toEqual(expected);
});

test('what is garbage does not count', () => {
  const proxy = { openSockets: () => ({ clients: 1, upstream: 2 }) };
  const before = takeSample(proxy);
  let garbage: unknown = Array.from({ length: 500_000 }, (_, index) => ({ index }));
  const during = takeSample(proxy);
  garbage = undefined;
  const after = takeSample(proxy);
  expect(garbage).toBeUndefined();
  expect(during.heapBytes - before.heapBytes).toBeGreaterThan(10e6);
  expect(after.heapBytes - before.heapBytes).toBeLessThan(5e6);
  expect(after).toMatchObject({ clientSockets: 1, upstreamSockets: 2 });
});
