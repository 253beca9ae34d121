import { X509Certificate } from 'node:crypto';
import { CertificateError } from './certificate-error.ts';

const block = /-----BEGIN CERTIFICATE-----[A-Za-z0-9+/=\s]+-----END CERTIFICATE-----/g;

/**
 * Every certificate of a file, in its order; what stands between them is passed over.
 *
 * @param what names the text for a person, such as `Secret cart-tls, key ca.crt`
 * @throws CertificateError InvalidPem where there is none, or where one is broken
 */
export function parseCertificates(pem: string, what: string): readonly X509Certificate[] {
  const blocks = pem.match(block) ?? [];
  if (blocks.length === 0) throw new CertificateError('InvalidPem', `${what} holds no certificate: it must be in PEM form`);
  try {
    return blocks.map((text) => new X509Certificate(text));
  } catch (cause) {
    throw new CertificateError('InvalidPem', `${what} holds a certificate that cannot be read: make it anew`, { cause });
  }
}
