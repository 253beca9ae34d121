import { defaultClientNotice } from './certificate-parties.ts';
import { type CertificatePolicy, isDue } from './own-certificates.ts';
import type { Authorities, Certificate } from './trust.ts';

/** By which a client proves who it is. The key is for its Secret alone: never logged and never in status. */
export type ClientCertificate = Certificate & { readonly pem: string; readonly key: string };

type Input = { readonly now: number; readonly authorities: Authorities; readonly policy: CertificatePolicy };

export type ClientValidity = { readonly authority: string; readonly notBefore: number; readonly notAfter: number };

/** What a client's certificate is to be made with; undefined where it has one that is good, or nobody could sign it. */
export function clientRenewal(certificate: Certificate | undefined, { now, authorities, policy }: Input): ClientValidity | undefined {
  const { current } = authorities;
  if (current === undefined || current.notAfter <= now) return undefined;
  if (certificate !== undefined && certificate.issuer === current.id && !isDue(certificate, now, current)) return undefined;
  return {
    authority: current.id,
    notBefore: Math.max(now - policy.clockSkewMs, current.notBefore),
    notAfter: Math.min(now + policy.certificateLifetimeMs, current.notAfter),
  };
}

/**
 * Authorities of certificates that clients may present: when they read theirs again nobody knows, so that each one that was made is given as long as
 * another authority is shown before it signs.
 */
export function presentedByClients(
  certificates: readonly (Certificate | undefined)[],
  { now, authorities: { previous } }: Pick<Input, 'now' | 'authorities'>,
): readonly string[] {
  const isNew = ({ notBefore }: Certificate) => now - notBefore < defaultClientNotice.plannedMs;
  const former = certificates.some((one) => one === undefined || isNew(one)) ? previous.map(({ id }) => id) : [];
  return [...new Set([...former, ...certificates.flatMap((one) => one?.issuer ?? [])])];
}
