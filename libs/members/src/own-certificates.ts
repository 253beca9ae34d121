import { isSameSet } from './same-set.ts';
import {
  type Authority,
  type Certificate,
  drops,
  isTrusted,
  type Party,
  promotion,
  type TrustAction,
  type TrustInput,
  trustActions,
  untrusting,
} from './trust.ts';

export type CertificatePolicy = {
  readonly authorityLifetimeMs: number;
  readonly certificateLifetimeMs: number;
  /** How far clocks may be apart: what is made now is valid from so long ago. */
  readonly clockSkewMs: number;
};

const dayMs = 86_400_000;

/** An authority of three years is followed after two, and a certificate of 90 days after 60. */
export const defaultCertificatePolicy: CertificatePolicy = {
  authorityLifetimeMs: 3 * 365 * dayMs,
  certificateLifetimeMs: 90 * dayMs,
  clockSkewMs: 300_000,
};

type Validity = { readonly notBefore: number; readonly notAfter: number };

export type CertificateAction =
  | TrustAction
  | (Validity & { readonly kind: 'issue-authority'; readonly as: 'current' | 'next' })
  | (Validity & {
      readonly kind: 'issue-certificate';
      readonly party: string;
      readonly authority: string;
      readonly names: readonly string[];
    });

export type CertificateInput = TrustInput & { readonly policy: CertificatePolicy };

export type CertificatePlan<A> = {
  /** In this order. Each is safe whether or not those before it were done, and any may be lost. */
  readonly actions: readonly A[];
  /** Who keeps an authority from being used: parties that do not trust it for certain. */
  readonly waitsFor: readonly string[];
  /** Parties whose certificate should have been renewed by now, and cannot be in this pass. */
  readonly overdue: readonly string[];
};

/**
 * What is to be done about a cluster's own authority and the certificates that it signs: an authority is made early, everybody
 * trusts it, then it signs, and the one before it goes when its last certificate is gone. Certificates and authorities are renewed
 * after two thirds of their lifetime.
 *
 * Prevents: a certificate that somebody does not trust, at any time and whatever was lost half-way; and one that expires because a
 * member that is away holds up those of all others.
 */
export function ownCertificates(input: CertificateInput): CertificatePlan<CertificateAction> {
  const promoted = promotion(input);
  // What is about to be the previous authority signs nothing more.
  const certificates = promoted.length > 0 ? [] : issueCertificates(input);
  const renewed = new Set(certificates.map(({ party }) => party));
  return {
    actions: [...issueAuthority(input), ...trustActions(input), ...promoted, ...certificates, ...drops(input)],
    waitsFor: untrusting(input),
    overdue: input.parties.filter((party) => isDueParty(input, party) && !renewed.has(party.name)).map(({ name }) => name),
  };
}

function issueAuthority({ now, authorities: { current, next, previous }, parties, policy }: CertificateInput) {
  if (next !== undefined || (current !== undefined && !isDue(current, now))) return [];
  const validity = { notBefore: now - policy.clockSkewMs, notAfter: now + policy.authorityLifetimeMs };
  // Where an authority was lost, everybody goes on trusting what it signed, and has to learn of the new one first.
  const isFirst = current === undefined && previous.length === 0 && parties.every(({ certificate }) => certificate === undefined);
  return [{ kind: 'issue-authority' as const, as: isFirst ? ('current' as const) : ('next' as const), ...validity }];
}

function issueCertificates(input: CertificateInput) {
  const { now, authorities, parties, policy } = input;
  const { current } = authorities;
  if (current === undefined || current.notAfter <= now || !isTrusted(input, current.id)) return [];
  const notAfter = Math.min(now + policy.certificateLifetimeMs, current.notAfter);
  return parties.flatMap(({ name, names, certificate }) => {
    if (names === undefined || (certificate !== undefined && isFit(certificate, names, current, now))) return [];
    const notBefore = Math.max(now - policy.clockSkewMs, current.notBefore);
    return [{ kind: 'issue-certificate' as const, party: name, authority: current.id, names, notBefore, notAfter }];
  });
}

function isFit(certificate: Certificate, names: readonly string[], current: Authority, now: number): boolean {
  return certificate.issuer === current.id && !isDue(certificate, now, current) && isSameSet(certificate.names, names);
}

function isDueParty({ now }: CertificateInput, { certificate }: Party): boolean {
  return certificate !== undefined && isDue(certificate, now);
}

/** Two thirds of the lifetime have passed. One that ends with its authority cannot be renewed by it to any use. */
export function isDue({ notBefore, notAfter }: Validity, now: number, issuer?: Authority): boolean {
  if (issuer !== undefined && notAfter >= issuer.notAfter) return false;
  return now >= notBefore + ((notAfter - notBefore) * 2) / 3;
}
