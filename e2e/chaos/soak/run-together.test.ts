import { expect, test } from 'vitest';
import { type Activity, every, runTogether } from './run-together.ts';

const untilAborted =
  (log: string[]): Activity =>
  async (signal) => {
    await new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true }));
    log.push('ended');
  };

test('all end together when the time is over', async () => {
  const log: string[] = [];
  let count = 0;
  const counting = every(1, () => {
    count += 1;
  });
  await runTogether([untilAborted(log), untilAborted(log), counting], 100, new AbortController().signal);
  expect(log).toEqual(['ended', 'ended']);
  expect(count).toBeGreaterThan(1);
});

test('one that fails ends the others, and is told', async () => {
  const log: string[] = [];
  const failing = every(1, () => Promise.reject(new Error('broken')));
  await expect(runTogether([untilAborted(log), failing], 60_000, new AbortController().signal)).rejects.toThrow('broken');
  expect(log).toEqual(['ended']);
});

test('the signal ends all before their time', async () => {
  const [log, controller]: [string[], AbortController] = [[], new AbortController()];
  const running = runTogether([untilAborted(log)], 60_000, controller.signal);
  controller.abort();
  await running;
  expect(log).toEqual(['ended']);
});
