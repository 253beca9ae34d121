import { expect, test } from 'vitest';
import { createRefusals } from './refusals.ts';
import type { WantedUser } from './wanted-user.ts';

const shop: WantedUser = { name: 'shop', tags: [], permissions: [{ vhost: '/', configure: '(', write: '', read: '' }], isExact: true };

test('what was refused is remembered for a minute, and for nothing else', () => {
  let now = 0;
  const refusals = createRefusals(() => now);
  refusals.remember('a', shop, 'no regular expression');
  now = 59_000;
  expect(refusals.messageOf('a', shop)).toBe('no regular expression');
  expect(refusals.messageOf('b', shop)).toBeUndefined();
  expect(refusals.messageOf('a', { ...shop, permissions: [] })).toBeUndefined();
  now = 60_000;
  expect(refusals.messageOf('a', shop)).toBeUndefined();
});
