import { expect, test } from 'vitest';
import { createSteadyClock } from './steady-clock.ts';

function clocks() {
  let [wallMs, elapsedMs] = [1_800_000_000_000, 5000];
  return {
    clock: createSteadyClock({ wall: () => wallMs, elapsed: () => elapsedMs }),
    pass(ms: number) {
      wallMs += ms;
      elapsedMs += ms;
    },
    set(ms: number) {
      wallMs += ms;
    },
  };
}

test('it begins with the wall clock, and goes at its own pace from there', () => {
  const { clock, pass, set } = clocks();
  expect([clock.now(), clock.aheadSeconds()]).toEqual([1_800_000_000_000, 0]);
  pass(15_000);
  set(-3_600_000);
  pass(15_000);
  expect([clock.now(), clock.aheadSeconds()]).toEqual([1_800_000_030_000, -3600]);
});

test('what two readings are apart does not count as a clock that was set', () => {
  const { clock, set } = clocks();
  const seen = [400, 300, 290, -900].map((ms) => {
    set(ms);
    return clock.aheadSeconds();
  });
  expect(seen).toEqual([0, 0, 0, 0]);
  set(90_000);
  expect(clock.aheadSeconds()).toBe(90);
  set(600);
  expect(clock.aheadSeconds()).toBe(90);
});
