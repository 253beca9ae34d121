import { expect, test } from 'vitest';
import { metricNames } from './metric-names.ts';

test.for([
  ['up', ['up']],
  ['sum by (pod) (rate(a_total{x="b{}", y=~"c[0-9]"}[5m])) / on (pod) group_left () max by (pod) (d:e)', ['a_total', 'd:e']],
  ['count(a == bool 1) unless b offset 1m or vector(0)', ['a', 'b']],
  ['topk(10, a) and on () b > 1e3', ['a', 'b']],
] as const)('%s', ([expr, names]) => {
  expect(metricNames(expr)).toEqual(names);
});
