import { describe, expect, test } from 'vitest';
import { areUsersRecorded, type FormerUser, formerUsers, knownUsers, secretsOfGoneUsers } from './known-users.ts';

const secret = { apiVersion: 'v1', kind: 'Secret', metadata: { name: 'auth', uid: 'uid', resourceVersion: '1' } };
const cluster = (wanted: readonly string[], known?: readonly string[]) => ({
  spec: { users: wanted.map((name) => ({ name })) },
  status: known === undefined ? {} : { users: known.map((name) => ({ name })) },
});
const former = (changes: Partial<FormerUser>): FormerUser => ({ user: 'old', isKnown: false, secrets: [], ...changes });

describe('the status names', () => {
  test.for<readonly [string, readonly FormerUser[], readonly string[]]>([
    ['whoever is asked for, in order', [], ['a', 'b']],
    ['whoever is still known', [former({ isKnown: true })], ['a', 'b', 'old']],
    ['whoever may be known', [former({ isKnown: undefined })], ['a', 'b', 'old']],
    ['whoever has Secrets left', [former({ secrets: [secret] })], ['a', 'b', 'old']],
    ['nobody of whom nothing is left', [former({})], ['a', 'b']],
  ])('%s', ([, gone, expected]) => {
    expect(knownUsers(cluster(['b', 'a']), gone).map(({ name }) => name)).toEqual(expected);
  });
});

test('former users are those that the status names and nobody asks for', () => {
  expect(formerUsers(cluster(['a'], ['a', 'old']))).toEqual(['old']);
  expect(formerUsers(cluster(['a']))).toEqual([]);
});

test('users are recorded when the status names all of them', () => {
  expect(areUsersRecorded(cluster(['a', 'b'], ['a']))).toBe(false);
  expect(areUsersRecorded(cluster(['a'], ['a', 'old']))).toBe(true);
  expect(areUsersRecorded(cluster([]))).toBe(true);
});

test('Secrets go when the user has gone for certain', () => {
  const all = [
    former({ secrets: [secret] }),
    former({ isKnown: undefined, secrets: [secret] }),
    former({ isKnown: true, secrets: [secret] }),
  ];
  expect(secretsOfGoneUsers(all)).toEqual([secret]);
});
