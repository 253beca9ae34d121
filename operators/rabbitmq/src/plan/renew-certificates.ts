import {
  announceCertificates as announce,
  type CertificateUser,
  outOfDate,
  type PodView,
  renewCertificates as renew,
} from '@dataservices/members';
import type { Observed } from '../observed.ts';
import { certificateNames } from '../resources/certificate-names.ts';
import { isServing } from './cluster.ts';
import type { RabbitmqRule } from './rule.ts';

/**
 * Precondition: with TLS, there is no certificate, or it or its authority has to be renewed, or another one was provided; and everybody
 * trusts whom they must for the next step of it.
 * Effect: one Secret changes. Nodes load what they mount by themselves.
 *
 * Prevents: a certificate that expires, and one that somebody is shown before trusting its authority: nodes that do not believe each
 * other are no cluster.
 */
export const renewCertificates: RabbitmqRule = (observed) =>
  renew({ tls: observed.tls, now: observed.now, names: certificateNames(observed), users: certificateUsers(observed) });

/**
 * Precondition: a running node does not use what the Secret holds, and its pod was not told so.
 * Effect: an annotation of the pod changes, so that its kubelet brings the Secret now and not at its next look at every pod.
 *
 * Prevents: a renewal that takes minutes, in which a second fault would find nodes with different certificates.
 */
export const announceCertificates: RabbitmqRule = (observed) =>
  announce({ tls: observed.tls, users: certificateUsers(observed), pods: runningPods(observed) });

/** Running nodes that do not use yet what the Secret holds. */
export function membersWithOldCertificates(observed: Observed): readonly string[] {
  return outOfDate(certificateUsers(observed), observed.tls?.files);
}

function runningPods({ members }: Observed): readonly PodView[] {
  return members.flatMap(({ pod }) => (pod?.isServerRunning ? [pod] : []));
}

function certificateUsers({ members }: Observed): readonly CertificateUser[] {
  return members
    .filter(({ pod }) => pod?.isServerRunning)
    .map((member) => ({ name: member.name, loaded: isServing(member) ? member.server.loaded : undefined }));
}
