import type { Redis } from 'ioredis';
import { expect, test } from 'vitest';
import { openWaitWrite } from './redis-target.ts';

/** A server that answers WAIT when the test says so. */
function fakeRedis(failing: ReadonlySet<string> = new Set()) {
  const sent: string[] = [];
  const waits: PromiseWithResolvers<number>[] = [];
  const redis = {
    set: async (key: string) => {
      sent.push(key);
      if (failing.has(key)) throw new Error('READONLY');
    },
    wait: () => {
      sent.push('WAIT');
      const wait = Promise.withResolvers<number>();
      waits.push(wait);
      return wait.promise;
    },
  };
  return { redis: redis as unknown as Redis, sent, waits };
}

test('one WAIT confirms all that was written while the one before it was out', async () => {
  const { redis, sent, waits } = fakeRedis();
  const write = openWaitWrite(redis, 'p', 500);
  const first = write(1);
  const later = [write(2), write(3)];
  expect(sent).toEqual(['p:1', 'WAIT']);
  waits[0]?.resolve(1);
  await first;
  await expect.poll(() => sent).toEqual(['p:1', 'WAIT', 'p:2', 'p:3', 'WAIT']);
  waits[1]?.resolve(1);
  await Promise.all(later);
});

test('a write that no replica confirmed is not acknowledged', async () => {
  const { redis, waits } = fakeRedis();
  const result = openWaitWrite(redis, 'p', 500)(1);
  waits[0]?.resolve(0);
  await expect(result).rejects.toThrow(/No replica confirmed/);
});

test('a failed WAIT fails its writes and not those after it', async () => {
  const { redis, waits } = fakeRedis();
  const write = openWaitWrite(redis, 'p', 500);
  const failed = write(1);
  const next = write(2);
  waits[0]?.reject(new Error('Connection is closed.'));
  await expect(failed).rejects.toThrow(/closed/);
  await expect.poll(() => waits.length).toBe(2);
  waits[1]?.resolve(2);
  await next;
});

test('a failed SET is a failure even when WAIT succeeds', async () => {
  const { redis, waits } = fakeRedis(new Set(['p:1']));
  const result = openWaitWrite(redis, 'p', 500)(1);
  waits[0]?.resolve(1);
  await expect(result).rejects.toThrow('READONLY');
});
