import { KubeError } from '@dataservices/kube';
import { expect, test } from 'vitest';
import { decideOnError, isConflict } from './error-policy.ts';

const withRetry = (retry: unknown) => Object.assign(new Error('x'), { retry });

test.for<[string, unknown, ReturnType<typeof decideOnError>]>([
  ['an unforeseen error', new Error('x'), { kind: 'backoff' }],
  ['no error at all', undefined, { kind: 'backoff' }],
  ['nonsense', withRetry('soon'), { kind: 'backoff' }],
  ['one that says backoff', withRetry('backoff'), { kind: 'backoff' }],
  ['one that is for good', withRetry('terminal'), { kind: 'terminal' }],
  ['one with a time', withRetry({ afterMs: 700 }), { kind: 'after', afterMs: 700 }],
  ['one with a time in the past', withRetry({ afterMs: -1 }), { kind: 'after', afterMs: 0 }],
  ['one with no number', withRetry({ afterMs: Number.NaN }), { kind: 'backoff' }],
])('%s', ([_title, error, expected]) => {
  expect(decideOnError(error)).toEqual(expected);
});

test('a conflict is told from the rest', () => {
  expect([
    isConflict(new KubeError({ code: 'Conflict', status: 409, message: 'x' })),
    isConflict(new Error('x')),
    isConflict(undefined),
  ]).toEqual([true, false, false]);
});
