import { createPrivateKey, createPublicKey, KeyObject, webcrypto, type X509Certificate } from 'node:crypto';
import { CertificateError } from './certificate-error.ts';

/** ECDSA on P-256: what every TLS client of the last ten years takes, and quick to make and to verify. */
export const keyAlgorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' } as const;

export async function makeKeyPair(): Promise<webcrypto.CryptoKeyPair> {
  return webcrypto.subtle.generateKey(keyAlgorithm, true, ['sign', 'verify']);
}

/** PKCS #8 in PEM form. */
export function keyPem({ privateKey }: webcrypto.CryptoKeyPair): string {
  return KeyObject.from(privateKey).export({ type: 'pkcs8', format: 'pem' }).toString();
}

/** @throws CertificateError InvalidPem where it is no private key on P-256 */
export function readKeyPair(pem: string): webcrypto.CryptoKeyPair {
  try {
    const privateKey = createPrivateKey(pem);
    return {
      privateKey: privateKey.toCryptoKey(keyAlgorithm, true, ['sign']),
      publicKey: createPublicKey(privateKey).toCryptoKey(keyAlgorithm, true, ['verify']),
    };
  } catch (cause) {
    throw new CertificateError(
      'InvalidPem',
      'the key of the authority is no private key on P-256 in PEM form: restore it, or make the authority anew',
      { cause },
    );
  }
}

/** Whether the key in PEM form is that of the certificate. */
export function hasKey(certificate: X509Certificate, pem: string | undefined): boolean {
  try {
    return pem !== undefined && certificate.checkPrivateKey(createPrivateKey(pem));
  } catch {
    return false;
  }
}
