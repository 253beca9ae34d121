import { expect, test } from 'vitest';
import { parseForbidden } from './forbidden-requests.ts';

test('only what was forbidden counts, each series by itself', () => {
  const metrics = [
    '# TYPE rest_client_requests_total counter',
    'rest_client_requests_total{method="GET",code="200",host="h"} 40',
    'rest_client_requests_total{method="GET",code="403",host="h"} 3',
    'rest_client_requests_total{method="PATCH",code="403",host="h"} 1',
  ];
  expect(parseForbidden(metrics.join('\n'))).toEqual([3, 1]);
});
