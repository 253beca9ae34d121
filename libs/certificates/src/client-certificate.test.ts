import { X509Certificate } from 'node:crypto';
import { resources } from '@dataservices/kube';
import { createFakeKube } from '@dataservices/testing';
import { beforeAll, expect, test } from 'vitest';
import { clientCertificate, issueForClient } from './client-certificate.ts';
import { issueAuthority } from './issue-authority.ts';
import type { Issued } from './issued.ts';

const dayMs = 86_400_000;
const now = Math.floor(Date.now() / 1000) * 1000;
const validity = { notBefore: now - 1000, notAfter: now + 30 * dayMs };
const at = { namespace: 'shop', name: 'cart-ca' };
const { signal } = new AbortController();

let [authority, other]: Issued[] = [];
let [shop, reports]: Issued[] = [];

const kube = createFakeKube();
const issue = (commonName: string, id = made(authority).id) =>
  issueForClient({ kube, namespace: at.namespace, authoritySecret: at.name, authority: id, commonName, signal, ...validity });

function made(issued: Issued | undefined): Issued {
  if (issued === undefined) throw new Error('not made');
  return issued;
}

beforeAll(async () => {
  [authority, other] = await Promise.all(['one', 'two'].map((commonName) => issueAuthority({ commonName, ...validity })));
  const data = { 'current.crt': btoa(made(authority).certificate), 'current.key': btoa(made(authority).key) };
  const metadata = { ...at, uid: 'uid-ca', resourceVersion: '1' };
  kube.put(resources.secrets, { apiVersion: 'v1', kind: 'Secret', metadata, ...{ data } });
  [shop, reports] = [await issue('shop'), await issue('reports')];
});

test('a client gets a certificate by which nobody passes for a server', () => {
  const certificate = new X509Certificate(made(shop).certificate);
  expect(certificate.subject).toBe('CN=shop');
  expect(certificate.ca).toBe(false);
  expect(certificate.verify(new X509Certificate(made(authority).certificate).publicKey)).toBe(true);
  // id-kp-clientAuth alone.
  expect(certificate.keyUsage).toEqual(['1.3.6.1.5.5.7.3.2']);
  expect(certificate.subjectAltName).toBeUndefined();
});

test('another authority than the one that is to sign signs nothing', async () => {
  await expect(issue('shop', made(other).id)).rejects.toMatchObject({ code: 'CertificatesChanged' });
});

const pem = () => ({
  certificate: made(shop).certificate,
  key: made(shop).key,
  authorityPem: made(other).certificate + made(authority).certificate,
  commonName: 'shop',
});

test('what a client has is read back', () => {
  const { id, certificate, key } = made(shop);
  expect(clientCertificate(pem())).toEqual({ id, issuer: made(authority).id, ...validity, names: [], pem: certificate, key });
});

test.for([
  ['there is none', () => ({ certificate: undefined })],
  ['it is no certificate', () => ({ certificate: 'x' })],
  ['it has no key', () => ({ key: undefined })],
  ['the key is that of another', () => ({ key: made(reports).key })],
  ['it is that of another', () => ({ commonName: 'reports' })],
  ['nobody knows its authority', () => ({ authorityPem: made(other).certificate })],
] as const)('it is of no use: %s', ([, changes]) => {
  expect(clientCertificate({ ...pem(), ...changes() })).toBeUndefined();
});
