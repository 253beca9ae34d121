import type { PodView } from '@dataservices/members';
import type { DataMember, Observed, SentinelMember } from '../observed.ts';
import { rotationOf } from './access.ts';
import { volumeGrowth } from './grow-volumes.ts';
import { isElectable, isHealthy, isWatching, wantedMembers } from './health.ts';
import { internalRotations } from './internal-passwords.ts';
import { leadershipOf } from './leadership.ts';
import { membersWithOldCertificates } from './renew-certificates.ts';
import { isRotating } from './rotate-passwords.ts';
import type { RedisRule } from './rule.ts';

/**
 * Precondition: no rule had anything to do, and a member does not do its part yet, a volume has not grown yet, or a changed password is not
 * accepted everywhere yet.
 * Effect: none; the operation says who is awaited and why.
 *
 * Prevents: a cluster that is not whole and does not say what it waits for.
 */
export const awaitMembers: RedisRule = (observed) => {
  const awaited = [
    ...awaitedMembers(observed),
    ...awaitedSentinels(observed),
    ...awaitedVolumes(observed),
    ...awaitedCertificates(observed),
    ...awaitedPasswords(observed),
    ...awaitedRotation(observed),
  ];
  if (awaited.length === 0) return undefined;
  return { rule: 'AwaitMembers', reason: `waiting for ${awaited.slice(0, 5).join('; ')}`, actions: [], requeueAfterMs: 1_000 };
};

function awaitedMembers(observed: Observed): readonly string[] {
  const { named, master } = leadershipOf(observed);
  const leaderless = master === undefined && named !== undefined ? [`a failover from ${named.split('.')[0]}`] : [];
  const unhealthy = wantedMembers(observed).filter((member) => !isHealthy(observed, member));
  const unknown = wantedMembers(observed).filter((member) => isHealthy(observed, member) && !isElectable(observed, member));
  return [
    ...leaderless,
    ...unhealthy.map((member) => `${member.name} (${describeMember(observed, member)}${whyNoPod(member, observed.names.data)})`),
    ...unknown.map(({ name }) => `the sentinels to know ${name} as one to promote`),
  ];
}

const fullVolume = 'cannot write to its volume: if it is full, raise spec.storage.size';

/** A quota, a limit range or an admission of somebody's refuses pods and volumes to the StatefulSet, which says so in its Events alone. */
function whyNoPod({ pod }: { readonly pod?: unknown }, set: string): string {
  return pod === undefined ? `; kubectl describe statefulset ${set} says why` : '';
}

export function describeMember({ cluster }: Pick<Observed, 'cluster'>, { name, pod, server }: DataMember): string {
  if (pod === undefined) return 'no pod yet';
  if (pod.isTerminating) return 'terminating';
  if (pod.problem !== undefined) return pod.problem;
  switch (server.state) {
    case 'unreachable':
      return isStillFull(cluster, name, pod) ? `${server.error}; said last that it ${fullVolume}` : server.error;
    case 'lobby':
      if (server.isFull) return fullVolume;
      if (server.content === 'newer') return 'a newer version wrote its volume, and it waits for a master to copy from';
      if (server.isRefusing && server.content === 'held') return 'gives way: a replica has as much as its volume, and may have more';
      return server.isRefusing ? `refuses to lead: its volume is ${server.content}` : 'asking the sentinels who leads';
    case 'serving':
      if (server.isWriteFailing) return fullVolume;
      if (server.isLoading) return 'loading its data';
      if (server.isSyncing) return 'synchronising';
      if (server.role === 'master') return 'not agreed upon as the master';
      return server.isLinkUp ? 'follows a master that is not agreed upon' : 'replication link is down';
  }
}

/**
 * A replica that has no room for a copy sleeps over it, for seconds at a time, and is silent meanwhile: what it said last holds until it says something
 * else, for as long as its container runs and somebody says so.
 */
function isStillFull({ status }: Observed['cluster'], name: string, pod: PodView): boolean {
  const told = status.members?.find((member) => member.name === name)?.detail;
  return told?.endsWith(fullVolume) === true && pod.isServerRunning && !pod.isNodeLost;
}

function awaitedVolumes(observed: Observed): readonly string[] {
  const { waitsFor } = volumeGrowth(observed);
  return waitsFor === undefined ? [] : [`volumes to grow: ${waitsFor}`];
}

function awaitedCertificates(observed: Observed): readonly string[] {
  const names = membersWithOldCertificates(observed);
  return names.length === 0 ? [] : [`${names.join(', ')} to load other certificates`];
}

/** The binding shows a changed password once it is accepted everywhere; whoever cannot be asked holds that up. */
function awaitedPasswords(observed: Observed): readonly string[] {
  return observed.secrets.clients.flatMap((client) => {
    const rotation = rotationOf(observed, client);
    if (rotation?.phase !== 'Adding' || client.bound === undefined || client.bound.digest === client.wanted?.digest) return [];
    return [`${rotation.waitsFor.slice(0, 3).join(', ')} to accept the new password of ${client.user}`];
  });
}

function awaitedRotation(observed: Observed): readonly string[] {
  if (!isRotating(observed)) return [];
  const names = [...new Set(internalRotations(observed).flatMap(({ waitsFor }) => waitsFor))].filter((name) => name !== 'the Secret');
  const what = observed.secrets.internal.next === undefined ? 'use' : 'accept';
  return names.length === 0 ? [] : [`${names.slice(0, 5).join(', ')} to ${what} the new internal passwords`];
}

function awaitedSentinels({ sentinels, cluster, names }: Observed): readonly string[] {
  const unready = sentinels.filter((sentinel) => sentinel.ordinal < cluster.spec.sentinel.replicas && !isWatching(sentinel));
  return unready.map((sentinel) => `${sentinel.name} (${describeSentinel(sentinel)}${whyNoPod(sentinel, names.sentinel)})`);
}

export function describeSentinel({ pod, view }: SentinelMember): string {
  if (pod === undefined) return 'no pod yet';
  if (pod.isTerminating) return 'terminating';
  return pod.problem ?? (view.state === 'unreachable' ? view.error : 'monitors nobody yet');
}
