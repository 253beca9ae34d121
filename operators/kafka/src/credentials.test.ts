import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { areSameCredentials, credentialsFor } from './credentials.ts';

const shop = { user: 'shop', password: 'secret', secretUid: 'uid-secret' };

describe('the number of iterations', () => {
  test('is one that Kafka takes, and none that is set by hand', () => {
    fc.assert(
      fc.property(fc.string(), (password) => {
        for (const { iterations } of credentialsFor({ ...shop, password })) {
          expect(iterations).toBeGreaterThan(4096);
          expect(iterations).toBeLessThanOrEqual(8192);
        }
      }),
    );
  });

  test.for([
    ['another password', { ...shop, password: 'other' }],
    ['another user', { ...shop, user: 'other' }],
    ['another Secret', { ...shop, secretUid: 'uid-other' }],
  ] as const)('says that it is %s', ([, other]) => {
    expect(areSameCredentials(credentialsFor(other), credentialsFor(shop))).toBe(false);
    expect(areSameCredentials(credentialsFor({ ...shop }), credentialsFor(shop))).toBe(true);
  });
});

test('what was set by hand, or is there beside or no longer, is not the same', () => {
  const wanted = credentialsFor(shop);
  const [first] = wanted;
  if (first === undefined) throw new Error('there is no credential');
  expect(areSameCredentials([], wanted)).toBe(false);
  expect(areSameCredentials([first], wanted)).toBe(false);
  expect(areSameCredentials([{ ...first, iterations: 4096 }, ...wanted.slice(1)], wanted)).toBe(false);
  expect(areSameCredentials(wanted.toReversed(), wanted)).toBe(true);
});
