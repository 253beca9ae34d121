import type { AutoScaler, AutoScalerSpec } from '@dataservices/api';
import { expect, test } from 'vitest';
import { serverOf } from './server.ts';

const secrets: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  token: { token: 'abc\n' },
  basic: { username: 'app', password: 'secret' },
  tls: { 'ca.crt': 'CA', 'tls.crt': 'CERT', 'tls.key': 'KEY' },
  ca: { 'ca.crt': 'CA' },
  half: { 'tls.crt': 'CERT' },
  empty: {},
};

function ask(prometheus: AutoScalerSpec['prometheus'], defaultAddress: string | undefined = 'http://own:9090') {
  const scaler = { metadata: { namespace: 'shop' }, spec: { prometheus } } as AutoScaler;
  const readSecret = async (namespace: string, name: string) => (namespace === 'shop' ? secrets[name] : undefined);
  return serverOf({ scaler, defaultAddress, allowedHosts: ['own', 'theirs'], readSecret, signal: new AbortController().signal });
}

test.for<readonly [string, AutoScalerSpec['prometheus'], object]>([
  ['the own server', {}, { url: new URL('http://own:9090') }],
  ['another one', { address: 'https://theirs/prom' }, { url: new URL('https://theirs/prom') }],
  ['a token', { authSecretName: 'token' }, { authorization: 'Bearer abc' }],
  ['user and password', { authSecretName: 'basic' }, { authorization: 'Basic YXBwOnNlY3JldA==' }],
  ['certificates', { tls: { secretName: 'tls', serverName: 'p' } }, { tls: { ca: 'CA', cert: 'CERT', key: 'KEY', servername: 'p' } }],
  ['an authority alone', { tls: { secretName: 'ca' } }, { tls: { ca: 'CA' } }],
])('%s', async ([, prometheus, expected]) => {
  expect(await ask(prometheus)).toMatchObject(expected);
});

test.for<readonly [string, AutoScalerSpec['prometheus'], string]>([
  ['a host that is not allowed', { address: 'http://evil' }, 'evil'],
  ['a Secret that is not there', { authSecretName: 'gone' }, 'gone is not there'],
  ['a Secret without credentials', { authSecretName: 'empty' }, 'neither token'],
  ['a certificate without its key', { tls: { secretName: 'half' } }, 'only one of'],
])('%s is a reason why nobody can be asked, without a word of any Secret', async ([, prometheus, why]) => {
  expect(await ask(prometheus)).toEqual({ error: expect.stringContaining(why) });
});

test('without any address nobody can be asked', async () => {
  const scaler = { metadata: { namespace: 'shop' }, spec: { prometheus: {} } } as AutoScaler;
  const input = {
    scaler,
    defaultAddress: undefined,
    allowedHosts: [],
    readSecret: async () => undefined,
  };
  expect(await serverOf({ ...input, signal: new AbortController().signal })).toEqual({ error: expect.stringContaining('no Prometheus') });
});
