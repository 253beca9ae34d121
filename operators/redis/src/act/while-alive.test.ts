import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { whileAlive } from './while-alive.ts';

const target = { pod: 'cart-redis-0', ip: '10.0.0.1', port: 6379 };
const unanswered = () => new Promise<never>(() => {});

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

/** Looks every 50 ms, of which the first is number 1. */
function lostAt(isLostAt: (look: number) => boolean) {
  let look = 0;
  return {
    isLost: () => {
      look += 1;
      return isLostAt(look);
    },
  };
}

async function outcomeWithin(ms: number, work: Promise<unknown>): Promise<unknown> {
  const outcome = Promise.race([work.catch((error: unknown) => error), new Promise((resolve) => setTimeout(resolve, ms, 'waits'))]);
  await vi.advanceTimersByTimeAsync(ms);
  return outcome;
}

test('a server that is lost is not waited for', async () => {
  const work = whileAlive(
    lostAt(() => true),
    target,
    unanswered(),
  );
  expect(await outcomeWithin(310, work)).toMatchObject({ code: 'Unreachable', message: 'cart-redis-0 gives no sign of life' });
});

test('one that is silent now and then is', async () => {
  const work = whileAlive(
    lostAt((look) => look % 6 > 0),
    target,
    unanswered(),
  );
  expect(await outcomeWithin(5_000, work)).toBe('waits');
});

test('what it answers counts, and nobody looks any more', async () => {
  expect(
    await whileAlive(
      lostAt(() => true),
      target,
      Promise.resolve('fine'),
    ),
  ).toBe('fine');
  await expect(
    whileAlive(
      lostAt(() => true),
      target,
      Promise.reject(new Error('refused')),
    ),
  ).rejects.toThrow('refused');
  expect(vi.getTimerCount()).toBe(0);
});
