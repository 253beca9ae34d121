import { expect, test } from 'vitest';
import { createRefusals, type Refusals } from './refusals.ts';

const shop = { name: 'shop', permissions: ['('] };

function refuse(refusals: Refusals, cluster: string, isRefusal = true): Promise<void> {
  const ask = async () => {
    throw new Error('no regular expression');
  };
  return refusals.attempt(cluster, shop, ask, () => isRefusal);
}

test('what was refused is remembered for a minute, and for nothing else', async () => {
  let now = 0;
  const refusals = createRefusals(() => now);
  await expect(refuse(refusals, 'a')).rejects.toThrow('no regular expression');
  now = 59_000;
  expect(refusals.messageOf('a', shop)).toBe('no regular expression');
  expect(refusals.messageOf('b', shop)).toBeUndefined();
  expect(refusals.messageOf('a', { ...shop, name: 'other' })).toBeUndefined();
  expect(refusals.messageOf('a', { name: 'shop' })).toBeUndefined();
  now = 60_000;
  expect(refusals.messageOf('a', shop)).toBeUndefined();
});

test('what was done, and what failed for another reason, is not', async () => {
  const refusals = createRefusals();
  await refusals.attempt(
    'a',
    shop,
    async () => {},
    () => true,
  );
  await expect(refuse(refusals, 'a', false)).rejects.toThrow('no regular expression');
  expect(refusals.messageOf('a', shop)).toBeUndefined();
});
