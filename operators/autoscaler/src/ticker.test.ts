import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createTicker } from './ticker.ts';

beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance', 'Date'] }));
afterEach(() => void vi.useRealTimers());

const keys = Array.from({ length: 1000 }, (_, at) => `shop/cart-${at}`);

test('every key is asked for once a period, spread over it, whatever the clock says', async () => {
  const asked = new Map<string, number[]>();
  const ticker = createTicker(() => keys, 15_000);
  ticker.start((key) => asked.set(key, [...(asked.get(key) ?? []), performance.now()]));
  await vi.advanceTimersByTimeAsync(15_050);
  // Somebody sets the clock back by an hour.
  vi.setSystemTime(Date.now() - 3_600_000);
  await vi.advanceTimersByTimeAsync(15_000);
  await ticker.stop();
  expect(asked.size).toBe(1000);
  for (const times of asked.values()) {
    expect(times.length).toBe(2);
    expect((times[1] ?? 0) - (times[0] ?? 0)).toBeCloseTo(15_000, -2);
  }
  const perSecond = Array.from(
    { length: 15 },
    (_, second) => [...asked.values()].filter(([first = 0]) => Math.floor(first / 1000) === second).length,
  );
  expect(Math.max(...perSecond)).toBeLessThan(120);
});

test('it says how late a look begins, once', async () => {
  const ticker = createTicker(() => ['shop/cart'], 1000);
  ticker.start(() => {});
  await vi.advanceTimersByTimeAsync(1000);
  await vi.advanceTimersByTimeAsync(0);
  const late = ticker.lateMs('shop/cart');
  expect(late).toBeGreaterThanOrEqual(0);
  expect(late).toBeLessThanOrEqual(1000);
  expect(ticker.lateMs('shop/cart')).toBeUndefined();
  await ticker.stop();
});
