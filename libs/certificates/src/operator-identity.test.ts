import { X509Certificate } from 'node:crypto';
import type { Authority } from '@dataservices/members';
import { beforeAll, expect, test } from 'vitest';
import { certificateId } from './certificate-view.ts';
import { issueAuthority } from './issue-authority.ts';
import { issueCertificate } from './issue-certificate.ts';
import { type OperatorIdentityInput, operatorIdentity } from './operator-identity.ts';
import { mountedData, type SecretData } from './secret-data.ts';
import type { Identity } from './short-lived.ts';

const now = Date.now();
const validity = { notBefore: now - 300_000, notAfter: now + 3_600_000 };
type Pair = { readonly id: string; readonly certificate: string; readonly key: string };

let [own, stranger]: Pair[] = [];
let leaf: Pair;
let [secret, mounted, provided]: SecretData[] = [];

const stored = (entries: Readonly<Record<string, string>>): SecretData =>
  Object.fromEntries(Object.entries(entries).map(([key, text]) => [key, Buffer.from(text).toString('base64')]));
const authorityOf = (one: Pair | undefined): Authority => ({ id: one?.id ?? '', ...validity });
const pairOf = (one: Pair | undefined) => ({ certificate: one?.certificate ?? '', key: one?.key ?? '' });

beforeAll(async () => {
  [own, stranger] = await Promise.all(['own', 'stranger'].map((commonName) => issueAuthority({ commonName, ...validity })));
  leaf = await issueCertificate({ authority: pairOf(own), commonName: 'nodes', names: ['*.nodes'], ...validity });
  secret = stored({ 'current.crt': own?.certificate ?? '', 'current.key': own?.key ?? '' });
  const authorities = { ids: [own?.id ?? ''], pem: own?.certificate ?? '' };
  mounted = stored(mountedData({ leaf: { ...pairOf(leaf), id: leaf.id, issuer: own?.id ?? '' }, authorities }));
  provided = stored({ 'tls.crt': leaf.certificate, 'tls.key': leaf.key });
});

const input = (changes: Partial<OperatorIdentityInput> = {}): OperatorIdentityInput => ({
  current: authorityOf(own),
  authority: secret,
  mounted: undefined,
  provided: undefined,
  commonName: 'cart nodes',
  ...changes,
});

test('by an own authority it is a certificate of its own, for an hour, although what members present is gone', async () => {
  const identity = await operatorIdentity(input());
  const certificate = new X509Certificate(identity?.certificate ?? '');
  expect(certificate.subject).toBe('CN=cart nodes');
  expect(certificate.verify(new X509Certificate(own?.certificate ?? '').publicKey)).toBe(true);
  expect(certificate.validToDate.getTime()).toBeLessThanOrEqual(now + 3_600_000);
  // It is not made anew for each look.
  expect(await operatorIdentity(input())).toEqual(identity);
  expect(await operatorIdentity(input({ commonName: 'other nodes' }))).not.toEqual(identity);
});

test.for<readonly [string, () => OperatorIdentityInput, () => Identity | undefined]>([
  ['the key of the authority is gone', () => input({ authority: undefined, mounted }), () => pairOf(leaf)],
  ['the authority is not the current one', () => input({ current: authorityOf(stranger), mounted }), () => pairOf(leaf)],
  ['of a certificate of the user', () => input({ current: undefined, authority: undefined, mounted, provided }), () => pairOf(leaf)],
  ['which was not brought to members yet', () => input({ current: undefined, authority: undefined, provided }), () => pairOf(leaf)],
  ['there is nothing', () => input({ current: undefined, authority: undefined }), () => undefined],
])('or else what members present: %s', async ([, given, expected]) => {
  const identity = await operatorIdentity(given());
  expect(identity && { certificate: identity.certificate, key: identity.key }).toEqual(expected());
  expect(certificateId(new X509Certificate(leaf.certificate))).toBe(leaf.id);
});
