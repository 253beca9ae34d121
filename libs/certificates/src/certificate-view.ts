import type { X509Certificate } from 'node:crypto';

/** A certificate, as far as decisions depend on it. */
export type CertificateView = {
  /** SHA-256 of the whole certificate: 64 hexadecimal digits. */
  readonly id: string;
  /** Id of the authority that signed it; undefined where that is none of those that were looked at. */
  readonly issuer: string | undefined;
  /** Milliseconds since the epoch, in whole seconds. */
  readonly notBefore: number;
  readonly notAfter: number;
  /** Host names and addresses, sorted. */
  readonly names: readonly string[];
};

/** @param authorities those that may have signed it, itself included where it signs itself */
export function certificateView(certificate: X509Certificate, authorities: readonly X509Certificate[]): CertificateView {
  const issuer = authorities.find((authority) => isIssuedBy(certificate, authority));
  return {
    id: certificateId(certificate),
    issuer: issuer && certificateId(issuer),
    notBefore: certificate.validFromDate.getTime(),
    notAfter: certificate.validToDate.getTime(),
    names: namesOf(certificate),
  };
}

export function certificateId({ fingerprint256 }: X509Certificate): string {
  return fingerprint256.replaceAll(':', '').toLowerCase();
}

/** By name and by signature: an authority that was made anew may have the name of the one before it. */
export function isIssuedBy(certificate: X509Certificate, authority: X509Certificate): boolean {
  return certificate.checkIssued(authority) && certificate.verify(authority.publicKey);
}

function namesOf({ subjectAltName }: X509Certificate): readonly string[] {
  const entries = subjectAltName?.split(', ') ?? [];
  return entries.flatMap((entry) => /^(?:DNS|IP Address):([\w.*:-]+)$/.exec(entry)?.[1] ?? []).sort();
}
