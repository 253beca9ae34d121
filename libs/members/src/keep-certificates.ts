import {
  type CertificateUser,
  certificateParties,
  defaultClientNotice,
  type MountedCertificates,
  type PublishedAuthorities,
} from './certificate-parties.ts';
import { type CertificateAction, type CertificatePolicy, defaultCertificatePolicy, ownCertificates } from './own-certificates.ts';
import { type ProvidedCertificateAction, providedCertificates } from './provided-certificates.ts';
import type { Authorities, Certificate } from './trust.ts';

/** One write to the Secrets of a cluster's certificates. Each is idempotent, and any may be lost. */
export type CertificateChange = CertificateAction | Extract<ProvidedCertificateAction, { readonly kind: 'use-certificate' }>;

export type KeepCertificatesInput = {
  readonly now: number;
  readonly authorities: Authorities;
  readonly mounted: MountedCertificates;
  /** Names that the cluster's own certificate is to have. */
  readonly names: readonly string[];
  /** Every server that runs. */
  readonly users: readonly CertificateUser[];
  readonly published?: PublishedAuthorities | undefined;
  /** Authorities of certificates that clients may present, where they prove by one who they are. */
  readonly presented?: readonly string[] | undefined;
  /** The certificate in the user's Secret. Absent: the cluster has an authority of its own. */
  readonly provided?: Certificate | undefined;
  readonly policy?: CertificatePolicy;
};

/**
 * What is to be written to the Secrets of a cluster whose members share one certificate and load what they mount by themselves.
 * Nothing is asked of the servers: they are only waited for.
 */
export function keepCertificates(input: KeepCertificatesInput): readonly CertificateChange[] {
  const { now, authorities, mounted, provided, policy = defaultCertificatePolicy } = input;
  const { urgentMs } = defaultClientNotice;
  // A user who brings another authority has told the clients.
  const notice = provided === undefined ? defaultClientNotice : { plannedMs: urgentMs, urgentMs };
  const trust = { now, authorities, parties: certificateParties({ ...input, notice }) };
  const { actions } = provided === undefined ? ownCertificates({ ...trust, policy }) : providedCertificates({ ...trust, provided });
  return actions.filter((action) => !('party' in action) || action.party === mounted.name).map((action) => asWritten(action, input));
}

/** Of a user's authority, nothing says that it is the current one but the certificate that is used: both are one write. */
function asWritten(action: CertificateAction | ProvidedCertificateAction, { mounted, provided }: KeepCertificatesInput): CertificateChange {
  if (provided === undefined || action.kind !== 'promote-authority') return action;
  return { kind: 'use-certificate', party: mounted.name, certificate: provided.id };
}

/** Servers that say that they use something else than what the Secret holds now. */
export function outOfDate(
  users: readonly CertificateUser[],
  wanted: { readonly certificate: string; readonly trust: string } | undefined,
): readonly string[] {
  const isOld = ({ loaded }: CertificateUser) =>
    loaded !== undefined && (loaded.certificate !== wanted?.certificate || loaded.trust !== wanted.trust);
  return wanted === undefined ? [] : users.filter(isOld).map(({ name }) => name);
}

/** In a few words each, for an Event. */
export function describeCertificateChange(change: CertificateChange): string {
  switch (change.kind) {
    case 'issue-authority':
      return `makes the ${change.as === 'current' ? 'first' : 'next'} authority, valid until ${dateOf(change.notAfter)}`;
    case 'issue-certificate':
      return `issues a certificate, valid until ${dateOf(change.notAfter)}`;
    case 'use-certificate':
      return `uses the certificate ${shortOf(change.certificate)} that was provided`;
    case 'trust-authorities':
      return `has the members trust ${change.authorities.map(shortOf).join(' and ')}`;
    case 'promote-authority':
      return `signs with the authority ${shortOf(change.id)} from now on, which everybody trusts`;
    case 'drop-authority':
      return `ends the trust in ${shortOf(change.id)}, whose certificates nobody presents any more`;
  }
}

function shortOf(id: string): string {
  return id.slice(0, 16);
}

function dateOf(ms: number): string {
  return new Date(ms).toISOString().slice(0, 10);
}
