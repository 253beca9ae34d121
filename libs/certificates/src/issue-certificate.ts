import { createPrivateKey, webcrypto } from 'node:crypto';
import { isIP } from 'node:net';
import { CertificateError } from './certificate-error.ts';
import { type Issued, issuedFrom, serialNumber, type Validity, wholeSeconds } from './issued.ts';
import { keyAlgorithm, makeKeyPair, readKeyPair } from './key-pair.ts';
import { parseCertificates } from './pem.ts';
import {
  AuthorityKeyIdentifierExtension,
  BasicConstraintsExtension,
  ExtendedKeyUsage,
  ExtendedKeyUsageExtension,
  IssuerCertificate,
  KeyUsageFlags,
  KeyUsagesExtension,
  SubjectAlternativeNameExtension,
  SubjectKeyIdentifierExtension,
  X509CertificateGenerator,
} from './x509.ts';

export type CertificateInput = Validity & {
  /** Certificate and key in PEM form. */
  readonly authority: Pick<Issued, 'certificate' | 'key'>;
  /** At most 64 characters; verifiers look at `names` alone. */
  readonly commonName: string;
  /** Host names, with `*` as a whole first label where wanted, and addresses. At least one. */
  readonly names: readonly string[];
};

/**
 * A certificate for a server that is a client of its peers too, with a key of its own.
 *
 * @throws CertificateError KeyMismatch where the authority's key is not its own; WrongNames without names; Expired where it would
 * outlive its authority
 */
export async function issueCertificate({ authority, commonName, names, ...validity }: CertificateInput): Promise<Issued> {
  const signing = readKeyPair(authority.key);
  check(authority, names, validity);
  const issuer = new IssuerCertificate(authority.certificate);
  const keys = await makeKeyPair();
  const certificate = await X509CertificateGenerator.create(
    {
      serialNumber: serialNumber(),
      subject: [{ CN: [commonName] }],
      issuer: issuer.subjectName,
      ...wholeSeconds(validity),
      publicKey: keys.publicKey,
      signingKey: signing.privateKey,
      signingAlgorithm: keyAlgorithm,
      extensions: await extensionsOf(keys.publicKey, signing.publicKey, names),
    },
    webcrypto,
  );
  return issuedFrom(certificate.toString('pem'), keys);
}

async function extensionsOf(own: webcrypto.CryptoKey, issuer: webcrypto.CryptoKey, names: readonly string[]) {
  return [
    new BasicConstraintsExtension(false, undefined, true),
    new KeyUsagesExtension(KeyUsageFlags.digitalSignature, true),
    new ExtendedKeyUsageExtension([ExtendedKeyUsage.serverAuth, ExtendedKeyUsage.clientAuth]),
    new SubjectAlternativeNameExtension(names.map((value) => ({ type: isIP(value) === 0 ? 'dns' : 'ip', value }))),
    await SubjectKeyIdentifierExtension.create(own, false, webcrypto),
    await AuthorityKeyIdentifierExtension.create(issuer, false, webcrypto),
  ];
}

function check({ certificate, key }: CertificateInput['authority'], names: readonly string[], validity: Validity): void {
  const [issuer] = parseCertificates(certificate, 'the authority');
  if (issuer?.checkPrivateKey(createPrivateKey(key)) !== true)
    throw new CertificateError(
      'KeyMismatch',
      'the key of the authority is not that of its certificate: restore the one that belongs to it',
    );
  if (names.length === 0) throw new CertificateError('WrongNames', 'a certificate without names fits no host: give it at least one');
  if (wholeSeconds(validity).notAfter > issuer.validToDate)
    throw new CertificateError('Expired', 'the certificate would outlive its authority: let it end with it, or renew the authority first');
}
