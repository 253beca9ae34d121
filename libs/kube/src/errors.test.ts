import { describe, expect, test } from 'vitest';
import { errorFromAnswer, errorFromStatus, isKubeError, KubeError } from './errors.ts';

const call = { method: 'GET', path: '/api/v1/namespaces/n/pods/p' };

describe('errorFromAnswer', () => {
  test.for([
    [409, { kind: 'Status', reason: 'AlreadyExists', message: 'x' }, undefined, 'AlreadyExists', 'backoff'],
    [409, { kind: 'Status', reason: 'Conflict', message: 'x' }, undefined, 'Conflict', 'backoff'],
    [422, { kind: 'Status', reason: 'Invalid', message: 'x' }, undefined, 'Invalid', 'terminal'],
    [403, { kind: 'Status', reason: 'Forbidden', message: 'x' }, undefined, 'Forbidden', 'backoff'],
    [
      403,
      { kind: 'Status', reason: 'Forbidden', message: 'x', details: { causes: [{ reason: 'NamespaceTerminating', message: 'y' }] } },
      undefined,
      'NamespaceTerminating',
      'terminal',
    ],
    [410, { kind: 'Status', reason: 'Gone', message: 'x' }, undefined, 'Expired', 'backoff'],
    [
      429,
      { kind: 'Status', reason: 'TooManyRequests', details: { retryAfterSeconds: 10 } },
      undefined,
      'TooManyRequests',
      { afterMs: 10_000 },
    ],
    [429, 'Too many requests, please try again later.', '3', 'TooManyRequests', { afterMs: 3000 }],
    [503, '<html>gateway</html>', undefined, 'ServiceUnavailable', 'backoff'],
    [418, '', undefined, 'Http418', 'backoff'],
  ] as const)('%s %o', ([status, body, retryAfter, code, retry]) => {
    const error = errorFromAnswer(call, status, typeof body === 'string' ? body : JSON.stringify(body), retryAfter);
    expect({ code: error.code, status: error.status, retry: error.retry }).toEqual({ code, status, retry });
    expect(error.message).toContain('GET /api/v1/namespaces/n/pods/p');
  });

  test('an unknown path names the remedy', () => {
    expect(errorFromAnswer(call, 404, '404 page not found\n').message).toContain('is the CRD of this kind installed?');
  });

  test('the event of a watch becomes the same error as the answer', () => {
    expect(errorFromStatus(call, { reason: 'Expired', code: 410, message: 'too old resource version' }).code).toBe('Expired');
  });
});

test('isKubeError tells codes apart', () => {
  const error = new KubeError({ code: 'Conflict', status: 409, message: 'x' });
  expect([isKubeError(error), isKubeError(error, 'Conflict'), isKubeError(error, 'NotFound'), isKubeError(new Error('x'))]).toEqual([
    true,
    true,
    false,
    false,
  ]);
});
