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
  /** Host names, with `*` as a whole first label where wanted, and addresses. At least one, and none for a client. */
  readonly names: readonly string[];
  /** Whether it is for somebody who is no server: nobody can pass for one by it. */
  readonly isForClient?: boolean;
};

/**
 * A certificate for a server that is a client of its peers too, with a key of its own.
 *
 * @throws CertificateError KeyMismatch where the authority's key is not its own; WrongNames without names; Expired where it would
 * outlive its authority
 */
export async function issueCertificate(input: CertificateInput): Promise<Issued> {
  const { authority, commonName, names, isForClient = false, ...validity } = input;
  const signing = readKeyPair(authority.key);
  check(input);
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
      extensions: await extensionsOf(keys.publicKey, signing.publicKey, isForClient ? undefined : names),
    },
    webcrypto,
  );
  return issuedFrom(certificate.toString('pem'), keys);
}

async function extensionsOf(own: webcrypto.CryptoKey, issuer: webcrypto.CryptoKey, names: readonly string[] | undefined) {
  const alternatives = names?.map((value) => ({ type: isIP(value) === 0 ? ('dns' as const) : ('ip' as const), value }));
  return [
    new BasicConstraintsExtension(false, undefined, true),
    new KeyUsagesExtension(KeyUsageFlags.digitalSignature, true),
    new ExtendedKeyUsageExtension([...(names === undefined ? [] : [ExtendedKeyUsage.serverAuth]), ExtendedKeyUsage.clientAuth]),
    ...(alternatives === undefined ? [] : [new SubjectAlternativeNameExtension(alternatives)]),
    await SubjectKeyIdentifierExtension.create(own, false, webcrypto),
    await AuthorityKeyIdentifierExtension.create(issuer, false, webcrypto),
  ];
}

function check({ authority: { certificate, key }, names, isForClient = false, ...validity }: CertificateInput): void {
  const [issuer] = parseCertificates(certificate, 'the authority');
  if (issuer?.checkPrivateKey(createPrivateKey(key)) !== true)
    throw new CertificateError(
      'KeyMismatch',
      'the key of the authority is not that of its certificate: restore the one that belongs to it',
    );
  if (names.length === 0 && !isForClient)
    throw new CertificateError('WrongNames', 'a certificate without names fits no host: give it at least one');
  if (wholeSeconds(validity).notAfter > issuer.validToDate)
    throw new CertificateError('Expired', 'the certificate would outlive its authority: let it end with it, or renew the authority first');
}
