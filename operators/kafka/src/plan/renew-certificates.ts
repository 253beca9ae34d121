import {
  type CertificateUser,
  defaultCertificatePolicy,
  type LoadedCertificates,
  outOfDate,
  presentedByClients,
  renewCertificates as renew,
} from '@dataservices/members';
import { asksForCertificates } from '../listeners.ts';
import type { KafkaMember, Observed } from '../observed.ts';
import { certificateNames } from '../resources/certificate-names.ts';
import { allMembers } from './health.ts';
import type { KafkaRule } from './rule.ts';

const dayMs = 86_400_000;

/** Each renewal is a restart of everybody, so there are few of them: a certificate of a year is followed after eight months. */
export const policy = { ...defaultCertificatePolicy, certificateLifetimeMs: 365 * dayMs };

/**
 * Precondition: with TLS, there is no certificate, or it or its authority has to be renewed, or another one was provided; and everybody
 * trusts whom they must for the next step of it.
 * Effect: one Secret changes. Servers load it when they restart, which `RollOneMember` sees to.
 *
 * Prevents: a certificate that expires, and one that somebody is shown before trusting its authority: servers that do not believe each
 * other are no cluster.
 */
export const renewCertificates: KafkaRule = (observed) =>
  renew({
    tls: observed.tls,
    now: observed.now,
    names: certificateNames(observed),
    users: certificateUsers(observed),
    presented: presentedBy(observed),
    policy,
  });

function presentedBy({ tls, now, cluster, clients }: Observed): readonly string[] | undefined {
  if (tls === undefined || !asksForCertificates(cluster)) return undefined;
  return presentedByClients(
    clients.map(({ certificate }) => certificate),
    { now, authorities: tls.authorities },
  );
}

/**
 * Whether a server has to restart to present another certificate, or to trust others. It could be made to read them anew where it listens,
 * but what brokers and controllers connect to the quorum with, they read only when they start.
 *
 * Prevents: a server that is believed by nobody any more when its certificate ends, although another one was issued in time.
 */
export function mustRestartForCertificates({ tls }: Observed, { name, server, pod }: KafkaMember): boolean {
  return pod?.isServerRunning === true && outOfDate([{ name, loaded: loadedOf(server) }], tls?.files).length > 0;
}

function certificateUsers(observed: Observed): readonly CertificateUser[] {
  return allMembers(observed)
    .filter(({ pod }) => pod?.isServerRunning)
    .map(({ name, server }) => ({ name, loaded: loadedOf(server) }));
}

function loadedOf(server: KafkaMember['server']): LoadedCertificates | undefined {
  return server.state === 'serving' ? server.loaded : undefined;
}
