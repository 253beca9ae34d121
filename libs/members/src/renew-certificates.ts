import { annotationKeys, type Step } from '@dataservices/plan';
import type { CertificateUser } from './certificate-parties.ts';
import { type CertificateChange, describeCertificateChange, keepCertificates, outOfDate } from './keep-certificates.ts';
import type { MemberAction } from './member-action.ts';
import type { ObservedCertificates } from './observed-certificates.ts';
import type { CertificatePolicy } from './own-certificates.ts';
import type { PodView } from './pod-view.ts';

export type ChangeCertificates = { readonly kind: 'change-certificates'; readonly change: CertificateChange };

export type RenewalInput = {
  readonly now: number;
  /** Undefined without TLS. */
  readonly tls: ObservedCertificates | undefined;
  /** Names that the cluster's own certificate is to have. */
  readonly names: readonly string[];
  /** Every server that runs. */
  readonly users: readonly CertificateUser[];
  /** Authorities of certificates that clients may present, where they prove by one who they are. */
  readonly presented?: readonly string[] | undefined;
  /** How long certificates are valid. Default: `defaultCertificatePolicy`. */
  readonly policy?: CertificatePolicy;
};

/** What is to be written to the Secrets of a cluster's certificates, if anything. */
export function renewCertificates({ tls, now, names, users, presented, policy }: RenewalInput): Step<ChangeCertificates> | undefined {
  // A Secret that cannot be used changes nothing: what runs keeps what it has.
  if (tls === undefined || tls.problem !== undefined) return undefined;
  const changes = keepCertificates({ ...tls, now, names, users, presented, ...(policy !== undefined && { policy }) });
  if (changes.length === 0) return undefined;
  return {
    rule: 'RenewCertificates',
    reason: changes.map(describeCertificateChange).join(', then '),
    actions: changes.map((change) => ({ kind: 'change-certificates' as const, change })),
    requeueAfterMs: 100,
  };
}

export type AnnouncementInput = Pick<RenewalInput, 'tls' | 'users'> & {
  /** Of every server that runs. */
  readonly pods: readonly PodView[];
};

/** Tells the kubelets of the members that do not use yet what the Secret holds. */
export function announceCertificates({ tls, users, pods }: AnnouncementInput): Step<MemberAction> | undefined {
  const { files } = tls ?? {};
  if (files === undefined) return undefined;
  const value = `${files.certificate} ${files.trust}`;
  const late = outOfDate(users, files);
  const told = pods.filter(({ name, isTerminating, certificates }) => late.includes(name) && !isTerminating && certificates !== value);
  if (told.length === 0) return undefined;
  return {
    rule: 'AnnounceCertificates',
    reason: `${told.map(({ name }) => name).join(', ')}: other certificates are there to be loaded`,
    actions: told.map(({ name, uid }) => ({
      kind: 'annotate-pod' as const,
      pod: name,
      uid,
      annotations: { [annotationKeys.certificates]: value },
    })),
    requeueAfterMs: 1_000,
  };
}
