import type { RedisAction } from '../action.ts';
import type { DataMember } from '../observed.ts';
import { clusterIdOf } from './identity.ts';
import { leadershipOf } from './leadership.ts';
import type { RedisRule } from './rule.ts';

/**
 * Precondition: no identity was ever recorded and no sentinel names anybody, or the storage is ephemeral, so that data ends with its
 * pods; nobody serves, and every volume that exists was seen to be empty.
 * Effect: the first member that waits founds the cluster; sentinels that remember a master of before forget it.
 *
 * Prevents: a second, empty cluster beside data that is still there, on a volume that could not be looked at yet
 * or of a cluster of the same name that was deleted with its volumes kept.
 */
export const foundCluster: RedisRule = (observed) => {
  const { spec, status } = observed.cluster;
  const { servingMasters, servingReplicas, monitoring } = leadershipOf(observed);
  if (servingMasters.length + servingReplicas.length > 0) return undefined;
  if (!spec.storage.ephemeral && (status.clusterId !== undefined || monitoring.length > 0)) return undefined;
  if (!observed.members.every(isKnownToBeEmpty)) return undefined;
  const founder = observed.members.find(({ server }) => server.state === 'lobby');
  if (founder === undefined) return undefined;
  const forget: readonly RedisAction[] = monitoring.map(({ name }) => ({ kind: 'forget-master', pod: name }));
  return {
    rule: 'FoundCluster',
    reason: `${founder.name} founds the cluster: all volumes are empty`,
    actions: [...forget, { kind: 'found-cluster', pod: founder.name, clusterId: clusterIdOf(observed) }],
  };
};

/** A volume that was never bound holds nothing, unless a pod with an address says that the view of it is old; any other has to be seen. */
function isKnownToBeEmpty({ server, claim, pod }: DataMember): boolean {
  if (server.state === 'lobby') return server.content === 'empty';
  return server.state !== 'serving' && pod?.ip === undefined && claim?.isBound !== true;
}
