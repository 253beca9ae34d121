import type { DataMember, Observed } from '../observed.ts';
import { clusterIdOf } from './identity.ts';
import { leadershipOf } from './leadership.ts';
import type { RedisRule } from './rule.ts';

/**
 * Precondition: no identity was ever recorded (or the storage is ephemeral, so that data ends with the pods), nobody serves, no sentinel names anybody, and every volume that exists was seen to be empty.
 * Effect: the first member that waits founds the cluster.
 *
 * Prevents: a second, empty cluster beside data that is still there, on a volume that could not be looked at yet
 * or of a cluster of the same name that was deleted with its volumes kept.
 */
export const foundCluster: RedisRule = (observed) => {
  const { spec, status } = observed.cluster;
  if (status.clusterId !== undefined && !spec.storage.ephemeral) return undefined;
  const { servingMasters, servingReplicas, monitoring } = leadershipOf(observed);
  if (servingMasters.length + servingReplicas.length + monitoring.length > 0) return undefined;
  if (!observed.members.every(isKnownToBeEmpty)) return undefined;
  const founder = observed.members.find(({ server }) => server.state === 'lobby');
  if (founder === undefined) return undefined;
  return {
    rule: 'FoundCluster',
    reason: `${founder.name} founds the cluster: all volumes are empty`,
    actions: [{ kind: 'found-cluster', pod: founder.name, clusterId: clusterIdOf(observed) }],
  };
};

/** A volume that was never bound holds nothing; any other has to be seen. */
function isKnownToBeEmpty({ server, claim, pod }: DataMember): boolean {
  if (server.state === 'lobby') return server.content === 'empty';
  if (server.state === 'serving') return false;
  return claim === undefined ? pod?.ip === undefined : !claim.isBound;
}

/** For reports: the members whose volumes have not been looked at. */
export function unseenMembers(observed: Observed): readonly DataMember[] {
  return observed.members.filter(({ server, claim }) => server.state === 'unreachable' && claim?.isBound === true);
}
