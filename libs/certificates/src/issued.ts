import { randomBytes, type webcrypto, X509Certificate } from 'node:crypto';
import { certificateId } from './certificate-view.ts';
import { keyPem } from './key-pair.ts';

/** Milliseconds since the epoch; a certificate holds whole seconds. */
export type Validity = { readonly notBefore: number; readonly notAfter: number };

/** A certificate and its key, both in PEM form. The key goes into a Secret, and nowhere else. */
export type Issued = { readonly id: string; readonly certificate: string; readonly key: string };

export function issuedFrom(pem: string, keys: webcrypto.CryptoKeyPair): Issued {
  const certificate = pem.endsWith('\n') ? pem : `${pem}\n`;
  return { id: certificateId(new X509Certificate(certificate)), certificate, key: keyPem(keys) };
}

/** Never valid longer than asked for. */
export function wholeSeconds({ notBefore, notAfter }: Validity): { readonly notBefore: Date; readonly notAfter: Date } {
  return { notBefore: new Date(Math.ceil(notBefore / 1000) * 1000), notAfter: new Date(Math.floor(notAfter / 1000) * 1000) };
}

/** 127 random bits, positive and not zero (RFC 5280, 4.1.2.2). */
export function serialNumber(): string {
  const bytes = randomBytes(16);
  bytes[0] = ((bytes[0] ?? 0) & 0x3f) | 0x40;
  return bytes.toString('hex');
}
