import { ordinalOf } from '@dataservices/members';
import type { Observed } from '../observed.ts';
import { leadershipOf } from './leadership.ts';

/**
 * How many ordinals the StatefulSet of the data members must have now: those that are asked for, and any above them that must not go yet.
 *
 * Prevents: a smaller cluster that has thrown its leader away, or that never looks at the volume with the best copy.
 */
export function neededOrdinals(observed: Observed): number {
  const { replicas } = observed.cluster.spec;
  if (replicas === 0) return 0;
  return Math.max(replicas, ...mustStay(observed).map((ordinal) => ordinal + 1));
}

function mustStay(observed: Observed): readonly number[] {
  const { master, named } = leadershipOf(observed);
  if (master !== undefined) return [master.ordinal];
  const { cluster, claims, members, names } = observed;
  const holders = claims.filter(({ isBound, isTerminating }) => isBound && !isTerminating).map(({ ordinal }) => ordinal);
  // Before there is an identity, any volume may hold the data of a cluster that was deleted.
  if (cluster.status.clusterId === undefined) return holders;
  const suspects = [
    members.find(({ host }) => host === named)?.ordinal,
    cluster.status.leader === undefined ? undefined : ordinalOf(cluster.status.leader, names.data),
  ];
  return suspects.filter((ordinal) => ordinal !== undefined && holders.includes(ordinal)) as readonly number[];
}
