import type { Observed } from '../observed.ts';
import type { Stall } from './stalled.ts';

const dayMs = 86_400_000;

/** How long before its end a certificate that is in use is told of, in milliseconds. */
const longestNoticeMs = 30 * dayMs;

/** Certificates are renewed after two thirds of their lifetime; whoever has not by then is late, and has this much of it left. */
const noticeShare = 0.25;

type Expiring = { readonly what: string; readonly notAfter: number; readonly notBefore: number };

/**
 * That a certificate which is in use comes to its end, or has, and who has to see to it.
 *
 * Prevents: a cluster that is well until every connection fails at once, because nobody had renewed the certificate that was provided, or a
 * member that is away holds up the operator's own.
 */
export function certificateExpiry({ tls, cluster, now }: Observed): Stall | undefined {
  const { certificate } = tls?.mounted ?? {};
  if (tls === undefined || certificate === undefined) return undefined;
  const { secretName } = cluster.spec.tls;
  const { current } = tls.authorities;
  const inUse: readonly Expiring[] = [
    { what: 'the certificate that all members present', ...certificate },
    ...(current === undefined ? [] : [{ what: 'the authority of their certificate', ...current }]),
  ];
  const [first] = inUse.filter((one) => now >= one.notAfter - noticeOf(one)).toSorted((a, b) => a.notAfter - b.notAfter);
  if (first === undefined) return undefined;
  const date = new Date(first.notAfter).toISOString().slice(0, 16).replace('T', ' ');
  const end =
    now < first.notAfter ? `expires on ${date} UTC: no connection succeeds after that` : `expired on ${date} UTC: connections fail`;
  return {
    reason: now < first.notAfter ? 'CertificateExpires' : 'CertificateExpired',
    message: `${first.what} ${end}; ${remedy(secretName)}`,
  };
}

function noticeOf({ notBefore, notAfter }: Expiring): number {
  return Math.min(longestNoticeMs, (notAfter - notBefore) * noticeShare);
}

function remedy(secretName: string | undefined): string {
  return secretName === undefined
    ? 'the operator renews it when every member trusts the next one: see status.operation for who is awaited'
    : `put the next one into Secret ${secretName}`;
}
