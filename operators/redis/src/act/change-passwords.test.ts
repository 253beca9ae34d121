import { type Kube, resources } from '@dataservices/kube';
import { secretData } from '@dataservices/resources';
import { createFakeKube, type FakeKube } from '@dataservices/testing';
import { beforeEach, expect, test } from 'vitest';
import type { PasswordChange } from '../action.ts';
import { decode, type Secret } from '../observe/secret-content.ts';
import { internalUsers, passwordKey } from '../resources/internal-secret.ts';
import { observed } from '../testing/observed-builder.ts';
import { changePasswords } from './change-passwords.ts';

const ref = { namespace: 'shop', name: 'cart-redis-internal' };
const signal = new AbortController().signal;
let kube: FakeKube;

beforeEach(() => {
  kube = createFakeKube();
  const texts = { ...Object.fromEntries(internalUsers.map((user) => [passwordKey(user), `${user}-old`])), 'exporter.json': '{}' };
  kube.put(resources.secrets, { apiVersion: 'v1', kind: 'Secret', metadata: ref, ...{ data: secretData(texts) } });
});

function change(action: PasswordChange, on: Kube = kube): Promise<void> {
  return changePasswords(action, { kube: on, observed: observed({ servers: [], sentinels: [] }), signal });
}

async function texts(): Promise<Readonly<Record<string, string | undefined>>> {
  const secret = await kube.get<Secret>(resources.secrets, ref);
  return Object.fromEntries(Object.keys(secret?.data ?? {}).map((key) => [key, decode(secret, key)]));
}

const keys = (...generations: readonly ('current' | 'next' | 'previous')[]) =>
  ['exporter.json', ...generations.flatMap((generation) => internalUsers.map((user) => passwordKey(user, generation)))].toSorted();

test('new passwords are made beside those in use, presented, and left alone; each step twice is each step once', async () => {
  await change({ change: 'begin', token: 't1' });
  const begun = await texts();
  expect(Object.keys(begun).toSorted()).toEqual(keys('current', 'next'));
  expect(begun['member-password']).toBe('member-old');
  expect(new Set(Object.values(begun)).size).toBe(internalUsers.length * 2 + 1);
  expect((await kube.get(resources.secrets, ref))?.metadata.annotations).toEqual({ 'dataservices.dev/rotation': 't1' });
  await change({ change: 'begin', token: 't2' });
  expect(await texts()).toEqual(begun);

  await change({ change: 'switch' });
  const switched = await texts();
  expect(Object.keys(switched).toSorted()).toEqual(keys('current', 'previous'));
  for (const user of internalUsers) {
    expect(switched[passwordKey(user)]).toBe(begun[passwordKey(user, 'next')]);
    expect(switched[passwordKey(user, 'previous')]).toBe(`${user}-old`);
  }
  expect(JSON.parse(switched['exporter.json'] ?? '')).toEqual({
    'redis://exporter@localhost:6379': switched['exporter-password'],
    'rediss://exporter@localhost:6379': switched['exporter-password'],
  });
  await change({ change: 'switch' });
  expect(await texts()).toEqual(switched);

  await change({ change: 'finish' });
  expect(Object.keys(await texts()).toSorted()).toEqual(keys('current'));
  await change({ change: 'finish' });
  expect((await texts())['member-password']).toBe(switched['member-password']);
});

test('two operators at once make one generation', async () => {
  const late: Kube = {
    ...kube,
    get: async (...args: Parameters<Kube['get']>) => {
      const stored = await kube.get(...args);
      await change({ change: 'begin', token: 't1' });
      return stored;
    },
    mergePatch: (...args: Parameters<Kube['mergePatch']>) => kube.mergePatch(...args),
  } as Kube;
  await expect(change({ change: 'begin', token: 't1' }, late)).rejects.toMatchObject({ code: 'Conflict' });
  expect(Object.keys(await texts()).toSorted()).toEqual(keys('current', 'next'));
});

test('a Secret that is gone is not made anew', async () => {
  kube.remove(resources.secrets, ref);
  await expect(change({ change: 'begin', token: 't1' })).rejects.toMatchObject({ code: 'TargetGone' });
  expect(await kube.get(resources.secrets, ref)).toBeUndefined();
});
