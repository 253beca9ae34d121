import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { WorkQueue } from './queue.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

const isWaiting = async (taken: Promise<unknown>) => (await Promise.race([taken, Promise.resolve('waiting')])) === 'waiting';

describe('a work queue', () => {
  test('gives keys once, in order of arrival', async () => {
    const queue = new WorkQueue();
    for (const key of ['a', 'b', 'a', 'c', 'b']) queue.add(key);
    expect([await queue.take(), await queue.take(), await queue.take(), queue.depth]).toEqual(['a', 'b', 'c', 0]);
  });

  test('gives a key that was added while it was worked on again, once, when that is done', async () => {
    const queue = new WorkQueue();
    queue.add('a');
    await queue.take();
    queue.add('a');
    queue.add('a');
    const next = queue.take();
    expect(await isWaiting(next)).toBe(true);
    queue.done('a');
    expect(await next).toBe('a');
    queue.done('a');
    expect(queue.depth).toBe(0);
  });

  test('hands a key to whoever waited first', async () => {
    const queue = new WorkQueue();
    const taken = [queue.take(), queue.take()];
    queue.add('a');
    queue.add('b');
    expect(await Promise.all(taken)).toEqual(['a', 'b']);
  });

  test.for<[string, readonly number[], number]>([
    ['the earliest of two times', [500, 100], 100],
    ['the earliest, whatever comes later', [100, 500], 100],
    ['at once for no time', [500, 0], 0],
    ['longer than a timer can be', [2 ** 31 + 1000], 2 ** 31 + 1000],
  ])('delayed adds keep %s', async ([_title, delays, expected]) => {
    const queue = new WorkQueue();
    for (const delay of delays) queue.addAfter('a', delay);
    if (expected > 0) await vi.advanceTimersByTimeAsync(expected - 1);
    expect(queue.depth).toBe(expected === 0 ? 1 : 0);
    await vi.advanceTimersByTimeAsync(1);
    expect(queue.depth).toBe(1);
  });

  test('retries double from 5 ms to 5 min, and forget ends the row', () => {
    const queue = new WorkQueue();
    const delays = Array.from({ length: 18 }, () => queue.retry('a'));
    expect(delays.slice(0, 4)).toEqual([5, 10, 20, 40]);
    expect(delays.slice(-2)).toEqual([300_000, 300_000]);
    expect(queue.failures('a')).toBe(18);
    queue.forget('a');
    expect(queue.retry('a')).toBe(5);
  });

  test('the retries of all keys together are limited', () => {
    const queue = new WorkQueue({ backoff: { firstMs: 1, longestMs: 1 }, retries: { perSecond: 10, burst: 2 } });
    expect(['a', 'b', 'c', 'd'].map((key) => queue.retry(key))).toEqual([1, 1, 100, 200]);
  });

  test('what happens goes before what is only looked at again', async () => {
    const queue = new WorkQueue();
    for (const key of ['a', 'b', 'c']) queue.add(key, 'low');
    queue.add('d');
    queue.add('b');
    queue.add('a', 'low');
    expect([await queue.take(), await queue.take(), await queue.take(), await queue.take()]).toEqual(['d', 'b', 'a', 'c']);
  });

  test('a key that is looked at again while something happens to it comes again before the others', async () => {
    const queue = new WorkQueue();
    for (const key of ['a', 'b']) queue.add(key, 'low');
    await queue.take();
    queue.add('a', 'low');
    queue.add('a');
    queue.done('a');
    expect([await queue.take(), await queue.take()]).toEqual(['a', 'b']);
  });

  test('a flood of events does not keep the rest waiting for ever: one of ten keys is of it', async () => {
    const queue = new WorkQueue();
    for (const key of ['low-0', 'low-1', 'low-2']) queue.add(key, 'low');
    const taken: string[] = [];
    for (let count = 0; count < 30; count += 1) {
      queue.add(`event-${count}`);
      taken.push((await queue.take()) ?? '');
    }
    expect(taken.flatMap((key, index) => (key.startsWith('low') ? `${key} at ${index}` : []))).toEqual([
      'low-0 at 9',
      'low-1 at 19',
      'low-2 at 29',
    ]);
  });

  test('a key comes back with the priority that it had', async () => {
    const queue = new WorkQueue();
    queue.add('polled', 'low');
    await queue.take();
    queue.addAfter('polled', 10);
    queue.done('polled');
    queue.add('event');
    await queue.take();
    queue.retry('event');
    queue.done('event');
    await vi.advanceTimersByTimeAsync(10);
    expect([await queue.take(), await queue.take()]).toEqual(['event', 'polled']);
  });

  test.for([-3_600_000, 3_600_000])('a clock that is set by %i ms makes no key come later or earlier', async (setMs) => {
    const queue = new WorkQueue();
    queue.addAfter('a', 1000);
    const taken = queue.take();
    await vi.advanceTimersByTimeAsync(500);
    vi.setSystemTime(Date.now() + setMs);
    await vi.advanceTimersByTimeAsync(499);
    expect(await isWaiting(taken)).toBe(true);
    await vi.advanceTimersByTimeAsync(2);
    expect(await isWaiting(taken)).toBe(false);
  });

  test('close sends workers home and takes nothing in', async () => {
    const queue = new WorkQueue();
    queue.addAfter('late', 10);
    const taken = queue.take();
    queue.close();
    queue.add('a');
    queue.addAfter('b', 5);
    await vi.advanceTimersByTimeAsync(100);
    expect([await taken, await queue.take(), queue.depth, vi.getTimerCount()]).toEqual([undefined, undefined, 0, 0]);
  });
});

test('whatever is added in whatever order: no key is out twice, and each add is followed by a run that began after it', async () => {
  vi.useRealTimers();
  const step = fc.record({ key: fc.constantFrom('a', 'b', 'c'), turns: fc.nat(3), delayMs: fc.constantFrom(0, 0, 0, 1) });
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 60 }), fc.array(fc.nat(4), { minLength: 1 }), async (steps, workTurns) => {
      const queue = new WorkQueue();
      const wanted = new Map<string, number>();
      const served = new Map<string, number>();
      const out = new Set<string>();
      let runs = 0;
      const work = async () => {
        for (let key = await queue.take(); key !== undefined; key = await queue.take()) {
          if (out.has(key)) throw new Error(`${key} is out twice`);
          out.add(key);
          const begunWith = wanted.get(key) ?? 0;
          await turns(workTurns[runs++ % workTurns.length] ?? 0);
          served.set(key, begunWith);
          out.delete(key);
          queue.done(key);
        }
      };
      const workers = [work(), work(), work()];
      for (const { key, turns: count, delayMs } of steps) {
        wanted.set(key, (wanted.get(key) ?? 0) + 1);
        queue.addAfter(key, delayMs);
        await turns(count);
      }
      const isSettled = () => [...wanted].every(([key, count]) => served.get(key) === count);
      for (let wait = 0; wait < 200 && !isSettled(); wait += 1) await new Promise((resolve) => setTimeout(resolve, 1));
      queue.close();
      await Promise.all(workers);
      expect(served).toEqual(wanted);
    }),
    { numRuns: 100 },
  );
});

async function turns(count: number): Promise<void> {
  for (let turn = 0; turn < count; turn += 1) await Promise.resolve();
}
