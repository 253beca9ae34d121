import { setTimeout as delay } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { moveRate, timeOf } from './moved-data.ts';

test('the time of a rule is from its first look to its last, whatever fails between them', async () => {
  const answers = [false, true, new Error('no answer'), true, false];
  let looks = 0;
  const isSo = async () => {
    const answer = answers[looks];
    looks += 1;
    if (answer instanceof Error) throw answer;
    return answer === true;
  };
  const act = async () => {
    while (looks < answers.length) await delay(5);
  };
  expect(await timeOf(isSo, act, 10)).toBeGreaterThanOrEqual(15);
  expect(
    await timeOf(
      async () => false,
      async () => {},
      10,
    ),
  ).toBe(0);
});

test('what fails is not looked at any more', async () => {
  let looks = 0;
  const act = () => Promise.reject(new Error('broken'));
  const isSo = async () => {
    looks += 1;
    return true;
  };
  await expect(timeOf(isSo, act, 5)).rejects.toThrow('broken');
  const before = looks;
  await delay(20);
  expect(looks).toBe(before);
});

test('megabytes a second, where there was time to see them', () => {
  expect(moveRate({ bytes: 180_000_000, ms: 10_000 })).toBe(18);
  expect(moveRate({ bytes: 180_000_000, ms: 200 })).toBeUndefined();
});
