import { certificateFileName, type LoadedCertificates, type ObservedCertificates, trustFileName } from '@dataservices/members';
import { certificateNames } from '../resources/certificate-names.ts';
import { nowMs, observed } from './observed-builder.ts';

const dayMs = 86_400_000;
const [hexA, hexB] = ['a', 'b'].map((digit) => digit.repeat(64)) as [string, string];

/** Authorities of three years, of which one has passed. */
export const authorityA = { id: hexA, notBefore: nowMs - 365 * dayMs, notAfter: nowMs + 2 * 365 * dayMs };
export const authorityB = { ...authorityA, id: hexB };

/** A certificate of 90 days by authority A, of which one has passed. */
export const certificate = {
  id: 'c'.repeat(64),
  issuer: hexA,
  notBefore: nowMs - dayMs,
  notAfter: nowMs + 89 * dayMs,
  names: certificateNames(observed({ servers: [] })),
};

export const files: LoadedCertificates = { certificate: certificateFileName(certificate), trust: trustFileName([hexA]) };

/** What there is in a cluster at rest. */
export function tls(changes: Partial<ObservedCertificates> = {}): ObservedCertificates {
  return {
    authorities: { current: authorityA, previous: [] },
    mounted: { name: 'cart-rabbitmq-certificates', trusts: [hexA], certificate },
    files,
    authorityPem: 'authority in PEM form\n',
    published: { ids: [hexA], sinceMs: 0 },
    ...changes,
  };
}
