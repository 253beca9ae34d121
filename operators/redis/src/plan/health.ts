import { majority } from '@dataservices/plan';
import type { DataMember, Observed, SentinelMember } from '../observed.ts';
import { leaderOf } from './leader.ts';
import { isServing, leadershipOf } from './leadership.ts';
import { wordOfSurvivors } from './word-of-survivors.ts';

/** A member that does its part: the master itself, or a replica that follows it and is in step. */
export function isHealthy(observed: Observed, member: DataMember): boolean {
  const master = leaderOf(observed);
  if (master === undefined || !isServing(member) || member.pod?.isTerminating === true) return false;
  if (member.server.isWriteFailing) return false;
  if (member.name === master.name) return !member.server.isLoading;
  const { role, masterHost, isLinkUp, isSyncing, isLoading } = member.server;
  return role === 'replica' && masterHost === master.host && isLinkUp && !isSyncing && !isLoading;
}

/** Healthy, and known to most sentinels, or to all that are left, as one that they may promote: they look at a replica only now and then. */
export function isElectable(observed: Observed, member: DataMember): boolean {
  const { monitoring } = leadershipOf(observed);
  if (!isHealthy(observed, member)) return false;
  if (member.name === leaderOf(observed)?.name) return true;
  const needed = wordOfSurvivors(observed)?.survivors.length ?? majority(observed.sentinels.length);
  return monitoring.filter(({ view }) => view.electable.includes(member.host)).length >= needed;
}

export function wantedMembers({ members, cluster }: Observed): readonly DataMember[] {
  return members.filter(({ ordinal }) => ordinal < cluster.spec.replicas);
}

export function wantedSentinels({ sentinels, cluster }: Observed): readonly SentinelMember[] {
  return sentinels.filter(({ ordinal }) => ordinal < cluster.spec.sentinel.replicas);
}

/** A sentinel that watches and will go on to: one that is being stopped still answers for a while. */
export function isWatching({ view, pod }: SentinelMember): boolean {
  return view.state === 'monitoring' && pod !== undefined && !pod.isTerminating;
}

/** Every member does its part, and the loss of any one of them would be coped with. */
export function isWhole(observed: Observed): boolean {
  const { replicas } = observed.cluster.spec;
  if (replicas > 0 && leadershipOf(observed).master === undefined) return false;
  return wantedMembers(observed).every((member) => isElectable(observed, member)) && wantedSentinels(observed).every(isWatching);
}
