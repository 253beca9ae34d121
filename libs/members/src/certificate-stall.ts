import type { ObservedCertificates } from './observed-certificates.ts';

const dayMs = 86_400_000;

/** How long before its end a certificate that is in use is told of, in milliseconds. */
const longestNoticeMs = 30 * dayMs;

/** Certificates are renewed after two thirds of their lifetime; whoever has not by then is late, and has this much of it left. */
const noticeShare = 0.25;

export type CertificatesInUse = {
  readonly tls?: ObservedCertificates;
  readonly cluster: { readonly spec: { readonly tls: { readonly secretName?: string } } };
  /** Milliseconds since the epoch. */
  readonly now: number;
};

type Expiring = { readonly what: string; readonly notAfter: number; readonly notBefore: number };

/** Why a person has to see to the certificate of a cluster, if so. */
export function certificateStall(given: CertificatesInUse): { readonly reason: string; readonly message: string } | undefined {
  const { problem } = given.tls ?? {};
  // Nothing waits for it but the first pods: what runs keeps the certificate that it has.
  return problem === undefined ? certificateExpiry(given) : { reason: 'InvalidCertificate', message: problem };
}

/**
 * That a certificate which is in use comes to its end, or has, and who has to see to it.
 *
 * Prevents: a cluster that is well until every connection fails at once, because nobody had renewed the certificate that was provided, or a
 * member that is away holds up the operator's own.
 */
function certificateExpiry({ tls, cluster, now }: CertificatesInUse): { readonly reason: string; readonly message: string } | undefined {
  const [first] = inUse(tls).filter((one) => now >= one.notAfter - noticeOf(one));
  if (first === undefined) return undefined;
  const date = new Date(first.notAfter).toISOString().slice(0, 16).replace('T', ' ');
  const end =
    now < first.notAfter ? `expires on ${date} UTC: no connection succeeds after that` : `expired on ${date} UTC: connections fail`;
  return {
    reason: now < first.notAfter ? 'CertificateExpires' : 'CertificateExpired',
    message: `${first.what} ${end}; ${remedy(cluster.spec.tls.secretName)}`,
  };
}

/** For the status: from when until when the certificate of the members is good, or its authority where that ends sooner; absent without one. */
export function certificateTimes({
  tls,
}: Pick<CertificatesInUse, 'tls'>): { readonly notBefore: string; readonly notAfter: string } | undefined {
  const [first] = inUse(tls);
  return first && { notBefore: new Date(first.notBefore).toISOString(), notAfter: new Date(first.notAfter).toISOString() };
}

/** What all connections depend on, by when it ends. */
function inUse(tls: ObservedCertificates | undefined): readonly Expiring[] {
  const { certificate } = tls?.mounted ?? {};
  if (tls === undefined || certificate === undefined) return [];
  const { current } = tls.authorities;
  const both: readonly Expiring[] = [
    { what: 'the certificate that all members present', ...certificate },
    ...(current === undefined ? [] : [{ what: 'the authority of their certificate', ...current }]),
  ];
  return both.toSorted((a, b) => a.notAfter - b.notAfter);
}

function noticeOf({ notBefore, notAfter }: Expiring): number {
  return Math.min(longestNoticeMs, (notAfter - notBefore) * noticeShare);
}

function remedy(secretName: string | undefined): string {
  return secretName === undefined
    ? 'the operator renews it when every member trusts the next one: see status.operation for who is awaited'
    : `put the next one into Secret ${secretName}`;
}
