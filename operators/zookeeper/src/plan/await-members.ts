import type { Observed, ZookeeperMember } from '../observed.ts';
import { ensembleOf, entryOf, otherEnsembleOf } from './ensemble.ts';
import { volumeGrowth } from './grow-volumes.ts';
import { isHealthy, isWhole, wantedMembers } from './health.ts';
import { rotationOf } from './passwords.ts';
import { membersWithOldCertificates } from './renew-certificates.ts';
import type { ZookeeperRule } from './rule.ts';

/**
 * Precondition: no rule had anything to do, and a member does not do its part yet, has not loaded other certificates yet, a volume has not
 * grown yet, or a user cannot log in yet.
 * Effect: none; the operation says who is awaited and why.
 *
 * Prevents: an ensemble that is not whole and does not say what it waits for.
 */
export const awaitMembers: ZookeeperRule = (observed) => {
  const awaited = [
    ...awaitedMembers(observed),
    ...awaitedVolumes(observed),
    ...awaitedCertificates(observed),
    ...awaitedPasswords(observed),
  ];
  if (awaited.length === 0) return undefined;
  return { rule: 'AwaitMembers', reason: `waiting for ${awaited.slice(0, 5).join('; ')}`, actions: [], requeueAfterMs: 1_000 };
};

function awaitedMembers(observed: Observed): readonly string[] {
  if (isWhole(observed)) return [];
  const unhealthy = wantedMembers(observed).filter((member) => !isHealthy(observed, member));
  if (unhealthy.length > 0) return unhealthy.map((member) => `${member.name} (${describeMember(observed, member)})`);
  return ['all members to be in step with the leader'];
}

export function describeMember(observed: Observed, member: ZookeeperMember): string {
  const { pod, server, order } = member;
  if (pod === undefined) return 'no pod yet';
  if (pod.isTerminating) return 'terminating';
  if (pod.problem !== undefined) return pod.problem;
  const ensemble = ensembleOf(observed);
  if (server.state === 'serving') {
    if (ensemble === undefined) return 'nobody leads most of those who vote';
    const other = otherEnsembleOf(observed, member);
    if (other !== undefined) return `serves another ensemble, that of ${other.leader.name}`;
    return entryOf(ensemble, member) === undefined ? 'in step, and not a member yet' : 'its role in the ensemble is changing';
  }
  if (server.state === 'notServing') return 'starting, or looking for a majority of those who vote';
  // A member with data needs no order, so this one waits for it only if its volume is empty.
  if (ensemble === undefined && order === undefined && pod.isServerRunning)
    return `${server.error}; if its volume is empty, it can start when a majority of the others serves`;
  return server.error;
}

function awaitedVolumes(observed: Observed): readonly string[] {
  const { waitsFor } = volumeGrowth(observed);
  return waitsFor === undefined ? [] : [`volumes to grow: ${waitsFor}`];
}

function awaitedCertificates(observed: Observed): readonly string[] {
  const late = membersWithOldCertificates(observed);
  return late.length === 0 ? [] : [`${late.join(', ')} to load other certificates`];
}

function awaitedPasswords(observed: Observed): readonly string[] {
  if (ensembleOf(observed) === undefined) return [];
  return observed.secrets.clients.flatMap((client) =>
    rotationOf(observed, client)?.phase === 'Adding' ? [`the ensemble to let ${client.user} in`] : [],
  );
}
