import { markRetiredVolume, retireVolume as retire } from '@dataservices/members';
import { clusterOf, isNodeOf } from './cluster.ts';
import { isHealthy, isWhole } from './health.ts';
import type { RabbitmqRule } from './rule.ts';

/**
 * Precondition: `storage.whenScaled` is Delete, the cluster is not stopped, everybody who stays does its part, and the node of a volume
 * has left the cluster and has no pod.
 * Effect: one volume claim is deleted, by its uid.
 *
 * Prevents: the volumes of a stopped cluster being deleted; that of a node that is still of the cluster; and a claim that was made anew
 * meanwhile being taken for the old one.
 */
export const retireVolume: RabbitmqRule = (observed) => {
  const { replicas, storage } = observed.cluster.spec;
  const cluster = clusterOf(observed);
  if (cluster === undefined || !isWhole(observed)) return undefined;
  return retire({
    whenScaled: storage.whenScaled,
    replicas,
    members: observed.members,
    hasLeft: ({ name }) => observed.members.some((member) => member.name === name && !isNodeOf(cluster, member)),
  });
};

/**
 * Precondition: a node has left the cluster, or it is back and does its part.
 * Effect: the volume claim is marked with a token, or no longer. The pod of a node that has left goes only after this.
 *
 * Prevents: a node that returns taking up what it held when it left, by itself and beside the cluster.
 */
export const markRetired: RabbitmqRule = (observed) => {
  const cluster = clusterOf(observed);
  if (cluster === undefined) return undefined;
  const nodeAt = new Map(observed.members.map((member) => [member.name, member]));
  return markRetiredVolume({
    replicas: observed.cluster.spec.replicas,
    members: observed.members,
    mark: observed.fresh,
    hasLeft: ({ name }) => {
      const member = nodeAt.get(name);
      return member !== undefined && !isNodeOf(cluster, member);
    },
    hasReturned: ({ name }) => {
      const member = nodeAt.get(name);
      return member !== undefined && isHealthy(observed, member);
    },
  });
};
