import { expect, test } from 'vitest';
import { parseForbidden } from './forbidden-requests.ts';

test('only what was forbidden counts, each series by itself', () => {
  const metrics = [
    '# TYPE operator_forbidden_requests_total counter',
    'rest_client_requests_total{method="GET",code="403",host="h"} 40',
    'operator_forbidden_requests_total{method="GET"} 3',
    'operator_forbidden_requests_total{method="PATCH"} 1',
  ];
  expect(parseForbidden(metrics.join('\n'))).toEqual([3, 1]);
});

test('an operator without the metric is no operator without a refusal', () => {
  expect(() => parseForbidden('rest_client_requests_total{method="GET",code="403",host="h"} 40')).toThrow('no metric');
});
