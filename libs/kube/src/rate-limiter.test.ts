import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { RateLimiter } from './rate-limiter.ts';

const never = new AbortController().signal;

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] });
});
afterEach(() => {
  vi.useRealTimers();
});

/** Lets time pass, and everything happen that is due. */
async function pass(ms: number): Promise<void> {
  await vi.advanceTimersByTimeAsync(ms);
  // These are real.
  await new Promise((resolve) => setImmediate(resolve));
}

/** Asks `count` times at once; the list grows by each one's number as it is let through. */
function ask(limiter: RateLimiter, count: number, signal: AbortSignal = never): number[] {
  const through: number[] = [];
  for (let index = 0; index < count; index += 1) {
    limiter.take(signal).then(
      () => through.push(index),
      () => {},
    );
  }
  return through;
}

describe('RateLimiter', () => {
  test('lets a burst through at once, and then one after the other in the order of asking', async () => {
    const through = ask(new RateLimiter({ qps: 10, burst: 3 }), 6);
    await pass(0);
    expect(through).toEqual([0, 1, 2]);
    await pass(99);
    expect(through).toEqual([0, 1, 2]);
    await pass(1);
    expect(through).toEqual([0, 1, 2, 3]);
    await pass(200);
    expect(through).toEqual([0, 1, 2, 3, 4, 5]);
    expect(vi.getTimerCount()).toBe(0);
  });

  test('tells how long a token took', async () => {
    const limiter = new RateLimiter({ qps: 10, burst: 1 });
    const waits = Promise.all([limiter.take(never), limiter.take(never), limiter.take(never)]);
    await pass(200);
    expect(await waits).toEqual([0, 100, 200]);
  });

  test('saves up no more than a burst', async () => {
    const limiter = new RateLimiter({ qps: 10, burst: 2 });
    await pass(3_600_000);
    const through = ask(limiter, 4);
    await pass(0);
    expect(through).toEqual([0, 1]);
  });

  test('a newcomer does not overtake those who wait', async () => {
    const limiter = new RateLimiter({ qps: 10, burst: 1 });
    const first = ask(limiter, 3);
    vi.advanceTimersByTime(100);
    const late = ask(limiter, 1);
    await pass(100);
    expect([first, late]).toEqual([[0, 1, 2], []]);
    await pass(100);
    expect(late).toEqual([0]);
  });

  test('who gives up leaves its token to the next, and nothing behind', async () => {
    const limiter = new RateLimiter({ qps: 10, burst: 1 });
    ask(limiter, 1);
    const reason = new Error('deadline of the pass');
    const controller = new AbortController();
    const given = limiter.take(controller.signal);
    const next = ask(limiter, 1);
    controller.abort(reason);
    await expect(given).rejects.toBe(reason);
    await pass(100);
    expect(next).toEqual([0]);
    const alone = new AbortController();
    const last = limiter.take(alone.signal);
    expect(vi.getTimerCount()).toBe(1);
    alone.abort(reason);
    await expect(last).rejects.toBe(reason);
    expect(vi.getTimerCount()).toBe(0);
    await expect(limiter.take(AbortSignal.abort(reason))).rejects.toBe(reason);
  });

  test('a process that stood still for longer than it may write sends nothing of what waited', async () => {
    vi.useRealTimers();
    const limiter = new RateLimiter({ qps: 100, burst: 1 });
    const lease = new AbortController();
    const ended = new Error('the lease has run out');
    setTimeout(() => lease.abort(ended), 60);
    await limiter.take(lease.signal);
    const waiting = limiter.take(lease.signal);
    // Stands still, with all that is due to happen meanwhile.
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 150);
    await expect(waiting).rejects.toBe(ended);
  });

  test.for([
    [0, 1],
    [-1, 1],
    [Number.NaN, 1],
    [1, 0],
    [1, Number.NaN],
    [Number.POSITIVE_INFINITY, 1],
    [1, Number.POSITIVE_INFINITY],
  ] as const)('%s qps with a burst of %s is refused', ([qps, burst]) => {
    expect(() => new RateLimiter({ qps, burst })).toThrow(RangeError);
  });
});
