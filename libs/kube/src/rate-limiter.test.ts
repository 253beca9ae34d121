import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { RateLimiter } from './rate-limiter.ts';

const never = new AbortController().signal;

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

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
    await vi.advanceTimersByTimeAsync(0);
    expect(through).toEqual([0, 1, 2]);
    await vi.advanceTimersByTimeAsync(99);
    expect(through).toEqual([0, 1, 2]);
    await vi.advanceTimersByTimeAsync(1);
    expect(through).toEqual([0, 1, 2, 3]);
    await vi.advanceTimersByTimeAsync(200);
    expect(through).toEqual([0, 1, 2, 3, 4, 5]);
    expect(vi.getTimerCount()).toBe(0);
  });

  test('tells how long a token took', async () => {
    const limiter = new RateLimiter({ qps: 10, burst: 1 });
    const waits = Promise.all([limiter.take(never), limiter.take(never), limiter.take(never)]);
    await vi.advanceTimersByTimeAsync(200);
    expect(await waits).toEqual([0, 100, 200]);
  });

  test('saves up no more than a burst', async () => {
    const limiter = new RateLimiter({ qps: 10, burst: 2 });
    await vi.advanceTimersByTimeAsync(3_600_000);
    const through = ask(limiter, 4);
    await vi.advanceTimersByTimeAsync(0);
    expect(through).toEqual([0, 1]);
  });

  test('a newcomer does not overtake those who wait', async () => {
    const limiter = new RateLimiter({ qps: 10, burst: 1 });
    const first = ask(limiter, 3);
    vi.advanceTimersByTime(100);
    const late = ask(limiter, 1);
    await vi.advanceTimersByTimeAsync(100);
    expect([first, late]).toEqual([[0, 1, 2], []]);
    await vi.advanceTimersByTimeAsync(100);
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
    await vi.advanceTimersByTimeAsync(100);
    expect(next).toEqual([0]);
    const alone = new AbortController();
    const last = limiter.take(alone.signal);
    expect(vi.getTimerCount()).toBe(1);
    alone.abort(reason);
    await expect(last).rejects.toBe(reason);
    expect(vi.getTimerCount()).toBe(0);
    await expect(limiter.take(AbortSignal.abort(reason))).rejects.toBe(reason);
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
