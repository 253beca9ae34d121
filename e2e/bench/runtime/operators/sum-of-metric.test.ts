import { expect, test } from 'vitest';
import { sumOfMetric } from './sum-of-metric.ts';

const text = `# HELP requests_total of all kinds
requests_total{method="GET",path="/a b"} 7
requests_total{method="PUT"} 2
requests_total{method="POST"} 1e+03
requests_total_of_another{method="PUT"} 50
`;

test.for([
  [/^requests_total\{.*method="(PUT|POST)"/, 1002],
  [/^requests_total\{/, 1009],
  [/^absent\{/, 0],
] as const)('%s', ([line, sum]) => {
  expect(sumOfMetric(text, line)).toBe(sum);
});
