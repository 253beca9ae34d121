import { expect, test } from 'vitest';
import { measureDecide } from './measure-decide.ts';

test.for([1, 8])('of %d metrics', (metrics) => {
  const { p50Us, p99Us, ...counts } = measureDecide(metrics, 200);
  expect(counts).toEqual({ metrics, decisions: 200 });
  expect(p50Us).toBeGreaterThan(0);
  expect(p99Us).toBeGreaterThanOrEqual(p50Us);
});
