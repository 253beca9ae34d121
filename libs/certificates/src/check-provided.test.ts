import { webcrypto } from 'node:crypto';
import { beforeAll, expect, test } from 'vitest';
import { checkProvided, type ProvidedInput } from './check-provided.ts';
import { issueAuthority } from './issue-authority.ts';
import { issueCertificate } from './issue-certificate.ts';
import { keyAlgorithm, keyPem, makeKeyPair, readKeyPair } from './key-pair.ts';
import {
  ExtendedKeyUsage,
  ExtendedKeyUsageExtension,
  IssuerCertificate,
  SubjectAlternativeNameExtension,
  X509CertificateGenerator,
} from './x509.ts';

const dayMs = 86_400_000;
const now = Date.parse('2026-06-01T00:00:00Z');
const validity = { notBefore: now - dayMs, notAfter: now + dayMs };
const names = ['cart.shop.svc'];

let good: ProvidedInput;
let other: { readonly certificate: string; readonly key: string };
let serverOnly: { readonly certificate: string; readonly key: string };

/** As some authorities issue them by default. */
async function issueForServers(authority: { readonly certificate: string; readonly key: string }): Promise<typeof serverOnly> {
  const keys = await makeKeyPair();
  const issuer = new IssuerCertificate(authority.certificate);
  const extensions = [
    new ExtendedKeyUsageExtension([ExtendedKeyUsage.serverAuth]),
    new SubjectAlternativeNameExtension([{ type: 'dns', value: '*.shop.svc' }]),
  ];
  const certificate = await X509CertificateGenerator.create(
    {
      subject: 'CN=cart',
      issuer: issuer.subjectName,
      notBefore: new Date(validity.notBefore),
      notAfter: new Date(validity.notAfter),
      publicKey: keys.publicKey,
      signingKey: readKeyPair(authority.key).privateKey,
      signingAlgorithm: keyAlgorithm,
      extensions,
    },
    webcrypto,
  );
  return { certificate: certificate.toString('pem'), key: keyPem(keys) };
}

beforeAll(async () => {
  const [authority, stranger] = await Promise.all(['a', 'b'].map((commonName) => issueAuthority({ commonName, ...validity })));
  if (authority === undefined || stranger === undefined) throw new Error('not made');
  const own = await issueCertificate({ authority, commonName: 'cart', names: ['*.shop.svc'], ...validity });
  good = { secretName: 'cart-tls', certificate: own.certificate, key: own.key, authority: authority.certificate, names, now };
  other = stranger;
  serverOnly = await issueForServers(authority);
});

test('what can be used', () => {
  const { certificate, authority } = checkProvided(good);
  expect(certificate).toMatchObject({ issuer: authority.id, names: ['*.shop.svc'], ...validity });
  expect(authority.issuer).toBe(authority.id);
});

test('with more in the files than is needed', () => {
  const more = { certificate: good.certificate + good.authority, authority: `# ours\n${other.certificate}\n${good.authority}` };
  expect(checkProvided({ ...good, ...more })).toEqual(checkProvided(good));
});

test.for([
  ['no certificate', () => ({ certificate: '' }), 'InvalidPem', 'tls.crt'],
  ['a broken certificate', () => ({ certificate: good.certificate.replace('MII', 'AAA') }), 'InvalidPem', 'tls.crt'],
  ['a key that is none', () => ({ key: 'secret' }), 'InvalidPem', 'tls.key'],
  ['another key', () => ({ key: other.key }), 'KeyMismatch', 'tls.key'],
  ['another authority', () => ({ authority: other.certificate }), 'WrongIssuer', 'ca.crt'],
  ['an authority that is none', () => ({ authority: good.certificate }), 'NotAnAuthority', 'ca.crt'],
  ['too late', () => ({ now: now + dayMs }), 'Expired', 'renew it'],
  ['too early', () => ({ now: now - 2 * dayMs }), 'Expired', 'tls.crt'],
  ['other names', () => ({ names: ['cart.shop.svc', 'cart.elsewhere'] }), 'WrongNames', 'cart.elsewhere'],
] as const)('refused, with the place and the remedy: %s', ([, changes, code, message]) => {
  expect(() => checkProvided({ ...good, ...changes() })).toThrow(
    expect.objectContaining({ code, message: expect.stringContaining(message) }),
  );
});

test('one for servers alone is refused where members are clients of each other, and one for both is not', () => {
  expect(() => checkProvided({ ...good, isForClients: true })).not.toThrow();
  const forServers = { ...good, ...serverOnly };
  expect(() => checkProvided(forServers)).not.toThrow();
  expect(() => checkProvided({ ...forServers, isForClients: true })).toThrow(expect.objectContaining({ code: 'WrongUsage' }));
});

test('nothing of a key is in an error', () => {
  const key = good.key.replace('MIG', 'AAA');
  try {
    checkProvided({ ...good, key });
    expect.unreachable();
  } catch (error) {
    expect(error).not.toHaveProperty('cause');
    expect(String(error)).not.toContain(key.split('\n')[1]);
  }
});
