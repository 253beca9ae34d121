import { expect, test } from 'vitest';
import { stallOfUsers } from './stall-of-users.ts';

const fine = { user: 'reports' };

test.for([
  ['nobody has any trouble', [fine], undefined],
  ['a Secret lacks something', [fine, { user: 'shop', problem: 'there is no Secret' }], ['InvalidSecret', 'there is no Secret']],
  ['one is refused', [fine, { user: 'shop', refused: 'no' }], ['RefusedUser', 'spec.users: Kafka refuses shop: no']],
  [
    'both: without a password nothing was asked for',
    [{ user: 'shop', problem: 'there is no Secret', refused: 'no' }],
    ['InvalidSecret', 'there is no Secret'],
  ],
] as const)('%s', ([, users, expected]) => {
  expect(stallOfUsers('Kafka', users)).toEqual(expected && { reason: expected[0], message: expected[1] });
});

test('a condition holds whatever a service says', () => {
  expect(stallOfUsers('Kafka', [{ user: 'shop', refused: 'x'.repeat(5_000) }])?.message.length).toBeLessThan(1_000);
});
