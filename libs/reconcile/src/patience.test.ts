import { beforeEach, expect, test, vi } from 'vitest';
import { createPatience, type Patience } from './patience.ts';

const target = { ip: '10.0.0.1', port: 6379 };

let patience: Patience;

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['performance', 'setTimeout'] });
  patience = createPatience();
  return () => vi.useRealTimers();
});

/** An attempt that fails after `ms`. */
async function fail(ms: number): Promise<void> {
  const attempt = patience.watch(target, () => new Promise((_, reject) => setTimeout(() => reject(new Error('no')), ms))).catch(() => {});
  await vi.advanceTimersByTimeAsync(ms);
  await attempt;
}

test('who was silent to the end is waited for less the next time', async () => {
  const firstMs = patience.timeoutMs(target);
  await fail(firstMs);
  expect(patience.timeoutMs(target)).toBeLessThan(firstMs / 2);
});

test('who refused at once is not taken for silent', async () => {
  const firstMs = patience.timeoutMs(target);
  await fail(5);
  expect(patience.timeoutMs(target)).toBe(firstMs);
});

test('an answer restores the patience', async () => {
  const firstMs = patience.timeoutMs(target);
  await fail(firstMs);
  await patience.watch(target, async () => 'pong');
  expect(patience.timeoutMs(target)).toBe(firstMs);
});

test('who is doubted is waited for less from the first time on', async () => {
  expect(patience.timeoutMs({ ...target, isDoubted: true })).toBeLessThan(patience.timeoutMs(target) / 2);
});
