import type { DataMember, Observed } from '../observed.ts';
import { isServing, leadershipOf } from './leadership.ts';

/** A member that does its part: the master itself, or a replica that follows it and is in step. */
export function isHealthy(observed: Observed, member: DataMember): boolean {
  const { master } = leadershipOf(observed);
  if (master === undefined || !isServing(member) || member.pod?.isTerminating === true) return false;
  if (member.name === master.name) return !member.server.isLoading;
  const { role, masterHost, isLinkUp, isSyncing, isLoading } = member.server;
  return role === 'replica' && masterHost === master.host && isLinkUp && !isSyncing && !isLoading;
}

export function wantedMembers({ members, cluster }: Observed): readonly DataMember[] {
  return members.filter(({ ordinal }) => ordinal < cluster.spec.replicas);
}

export function isWhole(observed: Observed): boolean {
  const sentinels = observed.sentinels.filter(({ ordinal }) => ordinal < observed.cluster.spec.sentinel.replicas);
  return (
    wantedMembers(observed).every((member) => isHealthy(observed, member)) && sentinels.every(({ view }) => view.state === 'monitoring')
  );
}
