import { resources } from '@dataservices/kube';
import { expect, test } from 'vitest';
import { createFakeKube, type FakeKube } from './fake-kube.ts';
import { watchSecrets } from './secret-watch.ts';

const namespace = 'shop';
const password = 'correct/horse+battery';
const key = ['-----BEGIN PRIVATE KEY-----', 'MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQg', '-----END PRIVATE KEY-----'].join('\n');

function put(kube: FakeKube, kind: 'Secret' | 'ConfigMap' | 'Pod', name: string, content: object): void {
  const resource = { Secret: resources.secrets, ConfigMap: resources.configMaps, Pod: resources.pods }[kind];
  kube.put(resource, { apiVersion: 'v1', kind, metadata: { name, namespace }, ...content });
}

const base64 = (text: string) => Buffer.from(text).toString('base64');

/** Secrets of a service, and what is done beside them. */
async function leaksOf(leak: (kube: FakeKube, see: (place: string, text: string) => void) => void): Promise<readonly string[]> {
  const kube = createFakeKube();
  const watch = await watchSecrets(kube, namespace, []);
  put(kube, 'Secret', 'auth', { data: { username: base64('app'), host: base64('cart-redis.shop.svc'), password: base64(password) } });
  put(kube, 'Secret', 'tls', { data: { 'tls.key': base64(key), 'ca.crt': base64('-----BEGIN CERTIFICATE-----\nMIIBpublic') } });
  put(kube, 'ConfigMap', 'public', { data: { who: 'app at cart-redis.shop.svc', ca: '-----BEGIN CERTIFICATE-----\nMIIBpublic' } });
  leak(kube, watch.see);
  // A watch tells of it a moment later.
  await new Promise(setImmediate);
  return (await watch.end()).leaks;
}

test('what anybody may know is no leak', async () => {
  expect(await leaksOf(() => {})).toEqual([]);
});

test.for([
  ['as it is', password],
  ['as a Secret holds it', base64(password)],
  ['as an address has it', `redis://app:${encodeURIComponent(password)}@cart`],
])('a password is found %s', async ([, text]) => {
  expect(await leaksOf((kube) => put(kube, 'Pod', 'cart-0', { spec: { containers: [{ env: [{ name: 'A', value: text }] }] } }))).toEqual([
    'password of Secret auth in Pod cart-0',
  ]);
  expect(await leaksOf((_, see) => see('the log', `{"msg":"login","with":"${text}"}`))).toEqual(['password of Secret auth in the log']);
});

test('of a key, a line is enough', async () => {
  expect(await leaksOf((kube) => put(kube, 'ConfigMap', 'config', { data: { text: `x ${key.split('\n')[1]}` } }))).toEqual([
    'tls.key of Secret tls in ConfigMap config',
  ]);
});

test('neither a version that was overwritten nor a password that was changed is forgotten', async () => {
  const leaks = await leaksOf((kube) => {
    put(kube, 'ConfigMap', 'config', { data: { text: password } });
    put(kube, 'ConfigMap', 'config', { data: { text: 'better' } });
    put(kube, 'Secret', 'auth', { data: { password: base64('another-password') } });
  });
  expect(leaks).toEqual(['password of Secret auth in ConfigMap config']);
});
