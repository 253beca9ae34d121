import { certificateFileName, type LoadedCertificates, trustFileName } from '../certificate-files.ts';
import type { ObservedCertificates } from '../observed-certificates.ts';
import type { Certificate } from '../trust.ts';

export type CertificateSamplesOptions = {
  /** Milliseconds since the epoch. */
  readonly nowMs: number;
  /** Host names of the certificate. */
  readonly names: readonly string[];
  /** The Secret that members mount. */
  readonly secretName: string;
  /** For how long the certificate is valid, of which a day has passed. Default 90. */
  readonly days?: number;
};

const dayMs = 86_400_000;
const [hexA, hexB] = ['a', 'b'].map((digit) => digit.repeat(64)) as [string, string];

/** What there is of certificates in a cluster at rest: by authority A, with authority B to follow it. */
export function certificateSamples({ nowMs, names, secretName, days = 90 }: CertificateSamplesOptions) {
  // Of three years, of which one has passed.
  const authorityA = { id: hexA, notBefore: nowMs - 365 * dayMs, notAfter: nowMs + 2 * 365 * dayMs };
  const certificate = { id: 'c'.repeat(64), issuer: hexA, notBefore: nowMs - dayMs, notAfter: nowMs + (days - 1) * dayMs, names };
  const files: LoadedCertificates = { certificate: certificateFileName(certificate), trust: trustFileName([hexA]) };
  const tls = (changes: Partial<ObservedCertificates> = {}): ObservedCertificates => ({
    authorities: { current: authorityA, previous: [] },
    mounted: { name: secretName, trusts: [hexA], certificate },
    files,
    authorityPem: 'authority in PEM form\n',
    published: { ids: [hexA], sinceMs: 0 },
    ...changes,
  });
  return { authorityA, authorityB: { ...authorityA, id: hexB }, certificate, files, tls, late: lateSamples(nowMs, tls()) };
}

/** With a certificate of 90 days of which 10 are left, which was to be renewed when 30 were; and its times as the status has them. */
function lateSamples(nowMs: number, { mounted, ...tls }: ObservedCertificates) {
  const [notBefore, notAfter] = [nowMs - 80 * dayMs, nowMs + 10 * dayMs];
  const certificate = { ...mounted.certificate, notBefore, notAfter } as Certificate;
  const times = { notBefore: new Date(notBefore).toISOString(), notAfter: new Date(notAfter).toISOString() };
  return { tls: { ...tls, mounted: { ...mounted, certificate } }, times };
}
