import { setImmediate as nextTurn } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { inTurns, joined } from './combined-faults.ts';

test('several are mended in the opposite order, the others as well where one cannot be', async () => {
  const mended: string[] = [];
  const fault = (name: string) => ({ heal: async () => void mended.push(name) });
  const stubborn = { heal: () => Promise.reject(new Error('it does not heal')) };
  await expect(joined(fault('first'), stubborn, fault('last')).heal()).rejects.toThrow('it does not heal');
  expect(mended).toEqual(['last', 'first']);
});

test('what breaks in turns is whole when it has been healed, whenever that is', async () => {
  const story: string[] = [];
  const inject = async () => {
    story.push('broken');
    return { heal: async () => void story.push('whole') };
  };
  const fault = inTurns(inject, { brokenMs: 60_000, wholeMs: 60_000 });
  await nextTurn();
  await fault.heal();
  expect(story).toEqual(['broken', 'whole']);
});

test('what cannot be broken is told where it is healed', async () => {
  const fault = inTurns(() => Promise.reject(new Error('no such volume')), { brokenMs: 1, wholeMs: 1 });
  await nextTurn();
  await expect(fault.heal()).rejects.toThrow('no such volume');
});
