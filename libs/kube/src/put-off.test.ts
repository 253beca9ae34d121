import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { KubeError } from './errors.ts';
import { repeatWhilePutOff } from './put-off.ts';

const putOff = (status: number, retryAfterSeconds?: number) =>
  new KubeError({ code: `Http${status}`, status, message: 'later', details: retryAfterSeconds === undefined ? {} : { retryAfterSeconds } });

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

/** Fails with each of the errors and then succeeds; tells how it ended, after how many attempts and how long. */
async function outcomeOf(errors: readonly Error[], limitMs = 3_600_000, signal = new AbortController().signal) {
  const startMs = performance.now();
  const left = [...errors];
  let attempts = 0;
  let admitted = 0;
  const attempt = async () => {
    attempts += 1;
    const error = left.shift();
    if (error !== undefined) throw error;
    return 'done';
  };
  const admit = async () => {
    admitted += 1;
  };
  const ended = repeatWhilePutOff(attempt, { signal, endMs: startMs + limitMs, admit }).then(
    (result: unknown) => ({ result, tookMs: performance.now() - startMs }),
    (result: unknown) => ({ result, tookMs: performance.now() - startMs }),
  );
  await vi.runAllTimersAsync();
  return { ...(await ended), attempts, admitted };
}

describe('repeatWhilePutOff', () => {
  test.for([429, 500, 503, 504])('waits as long as a %s says, each time', async (status) => {
    const outcome = await outcomeOf([putOff(status, 2), putOff(status, 5)]);
    expect(outcome).toEqual({ result: 'done', attempts: 3, admitted: 2, tookMs: 7000 });
  });

  test.for([
    ['that names no time', putOff(503)],
    ['that is final whatever time it names', putOff(409, 1)],
    ['of the network', new Error('reset')],
  ] as const)('a failure %s is thrown at once', async ([_which, error]) => {
    expect(await outcomeOf([error])).toEqual({ result: error, attempts: 1, admitted: 0, tookMs: 0 });
  });

  test('gives up after ten repetitions', async () => {
    const error = putOff(429, 1);
    const outcome = await outcomeOf(Array.from({ length: 50 }, () => error));
    expect(outcome).toEqual({ result: error, attempts: 11, admitted: 10, tookMs: 10_000 });
  });

  test('does not begin a wait that would end too late', async () => {
    const error = putOff(429, 3);
    expect(await outcomeOf([error, error, error], 9000)).toMatchObject({ result: error, attempts: 3, tookMs: 6000 });
  });

  test('a wait ends with its signal', async () => {
    const controller = new AbortController();
    const reason = new Error('deadline of the pass');
    setTimeout(() => controller.abort(reason), 1000);
    expect(await outcomeOf([putOff(429, 60)], 3_600_000, controller.signal)).toMatchObject({ result: reason, attempts: 1, tookMs: 1000 });
  });
});
