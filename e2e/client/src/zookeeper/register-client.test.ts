import { expect, test } from 'vitest';
import { CallError } from './call-error.ts';
import { History, type Operation } from './history.ts';
import { contendForRegisters, readForGood } from './register-client.ts';
import type { Session } from './session.ts';

const key = '/run/register-0';

/** A session whose sets end as told. */
function sessionThat(set: Session['set'], get: Session['get'] = async () => ({ version: 7, data: '' })): Session {
  const none = () => Promise.reject(new Error('not expected'));
  return { get, set, create: none, children: none, sync: async () => {}, expirations: () => 0, close: () => {} };
}

/** What is written down of the first set. */
async function recorded(set: Session['set']): Promise<Operation | undefined> {
  const stop = new AbortController();
  const history = new History();
  const once: Session['set'] = (...args) => {
    stop.abort();
    return set(...args);
  };
  await contendForRegisters({ session: sessionThat(once), client: 2, keys: [key], history, pauseMs: 1 }, stop.signal);
  return history
    .text()
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as Operation)[0];
}

test('a set that succeeded has the version that it depended on, and an end', async () => {
  const operation = await recorded(async () => {});
  expect(operation).toMatchObject({ client: 2, key, op: 'set', expected: 7, value: '2-0', result: 'ok', return: expect.any(Number) });
  expect(operation?.return).toBeGreaterThanOrEqual(operation?.call ?? Number.POSITIVE_INFINITY);
});

test.for([
  ['another was quicker', new CallError(-103), 'stale'],
  ['the register is gone', new CallError(-101), 'missing'],
] as const)('%s: it has an end', async ([, error, result]) => {
  expect(await recorded(() => Promise.reject(error))).toMatchObject({ result, return: expect.any(Number) });
});

test.for([
  ['the connection was lost', new CallError(-4)],
  ['the session has expired', new CallError(-112)],
  ['no answer came', new CallError(-7)],
] as const)('%s: it may have been done, at any time', async ([, error]) => {
  expect(await recorded(() => Promise.reject(error))).toMatchObject({ result: 'unknown', return: null });
});

test('what was never sent is not written down', async () => {
  expect(await recorded(() => Promise.reject(new CallError(-9)))).toBeUndefined();
});

test('a register that is gone at the end is written down, and no connection is tried again', async () => {
  const gone = sessionThat(
    async () => {},
    () => Promise.reject(new CallError(-101)),
  );
  expect(await readForGood(gone, 5, key)).toMatchObject({ op: 'read', result: 'missing' });
  const lost = sessionThat(
    async () => {},
    () => Promise.reject(new CallError(-4)),
  );
  await expect(readForGood(lost, 5, key)).rejects.toThrow('connectionLoss');
});
