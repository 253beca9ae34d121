import type { Authority, Certificate, Party } from '../trust.ts';

export const dayMs = 86_400_000;

/** Authorities of 300 days from `from` on, which are due after 200. */
export function anAuthority(id: string, fromDay = 0): Authority {
  return { id, notBefore: fromDay * dayMs, notAfter: (fromDay + 300) * dayMs };
}

/** Certificates of 30 days, which are due after 20. */
export function aCertificate(issuer: string, changes: Partial<Certificate> = {}): Certificate {
  return { id: `by-${issuer}`, issuer, notBefore: 0, notAfter: 30 * dayMs, names: ['host'], ...changes };
}

/** A party that trusts `trusts` and presents a certificate of `issuer`. */
export function aParty(name: string, trusts: readonly string[] | undefined, issuer?: string, changes: Partial<Party> = {}): Party {
  const certificate = issuer === undefined ? {} : { certificate: aCertificate(issuer) };
  return { name, trusts, names: ['host'], ...certificate, presents: issuer === undefined ? [] : [issuer], ...changes };
}
