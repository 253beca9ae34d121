import { setTimeout as delay } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { looksWhile } from './looks-while.ts';

test('a look that fails says nothing', async () => {
  const answers = [true, new Error('no answer'), true];
  let looks = 0;
  const isSo = async () => {
    const answer = answers[looks];
    looks += 1;
    if (answer instanceof Error) throw answer;
    return answer === true;
  };
  const act = async () => {
    while (looks < answers.length) await delay(2);
  };
  const found = await looksWhile(act, isSo, 5);
  expect(found.slice(0, 3).map((look) => look.isSo)).toEqual([true, false, true]);
  expect(found.map(({ atMs }) => atMs)).toEqual(found.map(({ atMs }) => atMs).toSorted((a, b) => a - b));
});

test('what fails is not looked at any more', async () => {
  let looks = 0;
  const isSo = async () => {
    looks += 1;
    return true;
  };
  await expect(looksWhile(() => Promise.reject(new Error('broken')), isSo, 5)).rejects.toThrow('broken');
  const before = looks;
  await delay(20);
  expect(looks).toBe(before);
});
