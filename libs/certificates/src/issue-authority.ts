import { webcrypto } from 'node:crypto';
import type { Issued, Validity } from './issued.ts';
import { issuedFrom, serialNumber, wholeSeconds } from './issued.ts';
import { keyAlgorithm, makeKeyPair } from './key-pair.ts';
import {
  BasicConstraintsExtension,
  KeyUsageFlags,
  KeyUsagesExtension,
  SubjectKeyIdentifierExtension,
  X509CertificateGenerator,
} from './x509.ts';

export type AuthorityInput = Validity & {
  /** What a person sees in its certificate, at most 64 characters; it need not be unique. */
  readonly commonName: string;
};

/** A new authority with a key of its own, which signs itself and nothing but the certificates of servers and clients. */
export async function issueAuthority({ commonName, ...validity }: AuthorityInput): Promise<Issued> {
  const keys = await makeKeyPair();
  const certificate = await X509CertificateGenerator.createSelfSigned(
    {
      serialNumber: serialNumber(),
      name: [{ CN: [commonName] }],
      ...wholeSeconds(validity),
      keys,
      signingAlgorithm: keyAlgorithm,
      extensions: [
        new BasicConstraintsExtension(true, 0, true),
        new KeyUsagesExtension(KeyUsageFlags.keyCertSign | KeyUsageFlags.cRLSign, true),
        await SubjectKeyIdentifierExtension.create(keys.publicKey, false, webcrypto),
      ],
    },
    webcrypto,
  );
  return issuedFrom(certificate.toString('pem'), keys);
}
