import { expect, test } from 'vitest';
import { parseRequests } from './operator-writes.ts';

test('only the counter itself is read, one entry a series', () => {
  const metrics = [
    '# HELP rest_client_requests_total Requests to the API server',
    '# TYPE rest_client_requests_total counter',
    'rest_client_requests_total{code="200",method="PUT",host="10.96.0.1:443"} 61',
    'rest_client_requests_total{code="409",method="PUT",host="10.96.0.1:443"} 2',
    'rest_client_requests_total{method="PATCH",code="200",host="10.96.0.1:443"} 1e2',
    'rest_client_request_duration_seconds_count{verb="PUT",host="10.96.0.1:443"} 63',
  ].join('\n');
  expect(parseRequests(metrics)).toEqual([
    ['PUT', 61],
    ['PUT', 2],
    ['PATCH', 100],
  ]);
});
