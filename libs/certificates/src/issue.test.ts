import { X509Certificate } from 'node:crypto';
import { beforeAll, describe, expect, test } from 'vitest';
import { certificateView } from './certificate-view.ts';
import { issueAuthority } from './issue-authority.ts';
import { issueCertificate } from './issue-certificate.ts';
import type { Issued } from './issued.ts';
import { keyAlgorithm, makeKeyPair, readKeyPair } from './key-pair.ts';
import { handshake } from './testing/handshake.ts';
import { X509CertificateGenerator } from './x509.ts';

const dayMs = 86_400_000;
const now = Math.floor(Date.now() / 1000) * 1000;
const validity = { notBefore: now - dayMs, notAfter: now + 10 * dayMs };
const host = 'cart-0.cart-nodes.shop.svc.cluster.local';
const names = [host, '*.cart.shop.svc', 'localhost', '127.0.0.1', '::1'];

let [old, next]: Issued[] = [];
let [byOld, byNext]: Issued[] = [];

beforeAll(async () => {
  [old, next] = await Promise.all([
    issueAuthority({ commonName: 'cart', ...validity }),
    issueAuthority({ commonName: 'cart', ...validity }),
  ]);
  [byOld, byNext] = await Promise.all(
    [old, next].map((authority) => issueCertificate({ authority: made(authority), commonName: 'cart-0', names, ...validity })),
  );
});

function made(issued: Issued | undefined): Issued {
  if (issued === undefined) throw new Error('not made');
  return issued;
}

const both = () => made(old).certificate + made(next).certificate;

describe('what was issued', () => {
  test('is as asked for', () => {
    const authority = new X509Certificate(made(old).certificate);
    expect(authority.ca).toBe(true);
    expect(certificateView(new X509Certificate(made(byOld).certificate), [new X509Certificate(made(next).certificate), authority])).toEqual(
      {
        id: made(byOld).id,
        issuer: made(old).id,
        ...validity,
        names: ['*.cart.shop.svc', '0:0:0:0:0:0:0:1', '127.0.0.1', host, 'localhost'].sort(),
      },
    );
  });

  test('has a serial number and a key of its own', async () => {
    const again = await issueCertificate({ authority: made(old), commonName: 'cart-0', names, ...validity });
    expect(again.key).not.toBe(made(byOld).key);
    const serials = [again, made(byOld)].map(({ certificate }) => new X509Certificate(certificate).serialNumber);
    expect(new Set(serials).size).toBe(2);
    expect(serials.every((serial) => /^[4-7][0-9A-F]{31}$/.test(serial))).toBe(true);
  });
});

test('an authority of the same name is not taken for the issuer', async () => {
  const { publicKey } = await makeKeyPair();
  // Without the extension that names the authority's key, as many tools make them.
  const certificate = await X509CertificateGenerator.create({
    subject: [{ CN: ['x'] }],
    issuer: [{ CN: ['cart'] }],
    publicKey,
    signingKey: readKeyPair(made(next).key).privateKey,
    signingAlgorithm: keyAlgorithm,
  });
  const authorities = [old, next].map((authority) => new X509Certificate(made(authority).certificate));
  expect(certificateView(new X509Certificate(certificate.toString('pem')), authorities).issuer).toBe(made(next).id);
});

describe('in a handshake', () => {
  test('both sides accept each other by the authority that they trust', async () => {
    const peer = { trusts: made(old).certificate, presents: made(byOld) };
    expect(await handshake({ server: peer, client: peer, name: host })).toBe('accepted');
    expect(await handshake({ server: peer, client: peer, name: 'a.cart.shop.svc' })).toBe('accepted');
  });

  test('while authorities overlap, the old and the new certificate work in both directions', async () => {
    const [before, after] = [
      { trusts: both(), presents: made(byOld) },
      { trusts: both(), presents: made(byNext) },
    ];
    expect(await handshake({ server: before, client: after, name: host })).toBe('accepted');
    expect(await handshake({ server: after, client: before, name: host })).toBe('accepted');
  });

  test('without the overlap, the other one is refused', async () => {
    const [before, after] = [
      { trusts: made(old).certificate, presents: made(byOld) },
      { trusts: both(), presents: made(byNext) },
    ];
    expect(await handshake({ server: after, client: before, name: host })).toMatch(/CERT|SIGNATURE/);
    expect(await handshake({ server: before, client: after, name: host })).toMatch(/CERT|SIGNATURE/);
  });

  test('another host name is refused', async () => {
    const peer = { trusts: made(old).certificate, presents: made(byOld) };
    expect(await handshake({ server: peer, client: peer, name: 'cart-1.elsewhere' })).toBe('ERR_TLS_CERT_ALTNAME_INVALID');
  });

  test('an expired certificate is refused', async () => {
    const expired = await issueCertificate({
      authority: made(old),
      commonName: 'x',
      names,
      notBefore: now - 2 * dayMs,
      notAfter: now - dayMs,
    });
    const peer = { trusts: made(old).certificate, presents: made(byOld) };
    expect(await handshake({ server: { ...peer, presents: expired }, client: peer, name: host })).toBe('CERT_HAS_EXPIRED');
  });

  test('a certificate cannot sign another', async () => {
    const forged = await issueCertificate({ authority: made(byOld), commonName: 'x', names, ...validity });
    const chain = { key: forged.key, certificate: forged.certificate + made(byOld).certificate };
    const peer = { trusts: made(old).certificate, presents: made(byOld) };
    expect(await handshake({ server: { ...peer, presents: chain }, client: peer, name: host })).not.toBe('accepted');
  });
});

test('a certificate may end in the same second as its authority', async () => {
  const issued = await issueCertificate({ authority: made(old), commonName: 'x', names, ...validity, notAfter: validity.notAfter + 999 });
  expect(new X509Certificate(issued.certificate).validToDate.getTime()).toBe(validity.notAfter);
});

describe('issueCertificate refuses', () => {
  test.for([
    ['the key of another authority', () => ({ authority: { ...made(old), key: made(next).key } }), 'KeyMismatch'],
    ['a key that is none', () => ({ authority: { ...made(old), key: 'x' } }), 'InvalidPem'],
    ['an authority that is none', () => ({ authority: { ...made(old), certificate: 'x' } }), 'InvalidPem'],
    ['no names', () => ({ names: [] }), 'WrongNames'],
    ['to outlive the authority', () => ({ notAfter: validity.notAfter + 1000 }), 'Expired'],
  ] as const)('%s', async ([, changes, code]) => {
    const input = { authority: made(old), commonName: 'x', names, ...validity, ...changes() };
    await expect(issueCertificate(input)).rejects.toMatchObject({ name: 'CertificateError', code, retry: 'terminal' });
  });
});
