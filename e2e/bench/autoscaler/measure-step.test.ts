import { expect, test } from 'vitest';
import { momentOf } from './measure-step.ts';

test.for([10, 60])('%d moments lie in every part of the time between two looks', (count) => {
  const moments = Array.from({ length: count }, (_, at) => momentOf(at)).sort((a, b) => a - b);
  const gaps = moments.map((moment, at) => (moments[at + 1] ?? 1) - moment);
  expect(moments[0]).toBe(0);
  expect(Math.max(...gaps)).toBeLessThan(3 / count);
});
