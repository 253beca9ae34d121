import type { Secret } from '@dataservices/reconcile';
import { expect, test } from 'vitest';
import { names, rabbitmqCluster } from '../testing/observed-builder.ts';
import { cookieHashOf, internalSecretProblem, newInternalSecret } from './internal-secret.ts';

const base64 = (text: string) => Buffer.from(text).toString('base64');

/** As the API server gives it, with other values for some keys. */
function stored(changes: Readonly<Record<string, string>> = {}): Secret {
  const { stringData, ...made } = newInternalSecret(rabbitmqCluster(), names) as unknown as { readonly stringData: Record<string, string> };
  const data = Object.fromEntries(Object.entries({ ...stringData, ...changes }).map(([key, value]) => [key, base64(value)]));
  return { ...made, data } as unknown as Secret;
}

const secret = stored();
const cookieHash = cookieHashOf(secret);
const problem = (given: Secret | undefined, isRunning = true, recorded = cookieHash) =>
  internalSecretProblem({ secret: given, name: 'cart-rabbitmq-internal', isRunning, cookieHash: recorded });
const changed = (key: string) => ({ ...secret, data: { ...secret.data, [key]: base64('another') } });

test('as it was made there is nothing to mend', () => {
  expect([problem(secret), problem(undefined, false)]).toEqual([undefined, undefined]);
  expect(internalSecretProblem({ secret, name: 'cart-rabbitmq-internal', isRunning: true, cookieHash: undefined })).toBeUndefined();
});

test('gone while nodes run, it is to be restored', () => {
  expect(problem(undefined)).toContain('restore it from a backup');
});

test('another cookie is refused while nodes run, and taken while none does', () => {
  expect(problem(changed('erlang-cookie'))).toContain('another erlang-cookie');
  expect(problem(changed('erlang-cookie'), false)).toBeUndefined();
});

test('another password of the operator is refused whatever runs: the nodes would not take it', () => {
  expect(problem(changed('operator-password'))).toContain('another operator-password');
  expect(problem(changed('operator-password'), false)).toContain('another operator-password');
});

test('what stands for the cookie does not tell it', () => {
  const cookie = Buffer.from(String(secret.data?.['erlang-cookie']), 'base64').toString();
  expect(cookieHash).toMatch(/^[0-9a-f]{16}$/);
  expect(cookie).not.toContain(cookieHash);
});
