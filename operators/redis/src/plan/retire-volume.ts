import { isWhole } from './health.ts';
import { leadershipOf } from './leadership.ts';
import type { RedisRule } from './rule.ts';

/**
 * Precondition: `storage.whenScaled` is Delete, the cluster is not stopped, all who stay are healthy and one of them leads,
 * and a volume's ordinal is not wanted and has no pod.
 * Effect: one volume claim is deleted, by its uid.
 *
 * Prevents: the volumes of a stopped cluster being deleted; the only good copy being deleted before those that stay were looked at;
 * and a claim that was made anew meanwhile being taken for the old one.
 */
export const retireVolume: RedisRule = (observed) => {
  const { cluster, claims, members } = observed;
  const { replicas, storage } = cluster.spec;
  if (storage.whenScaled !== 'Delete' || replicas === 0 || !isWhole(observed)) return undefined;
  if ((leadershipOf(observed).master?.ordinal ?? replicas) >= replicas) return undefined;
  const retired = claims.findLast(
    ({ ordinal, isTerminating }) =>
      ordinal >= replicas && !isTerminating && members.every((member) => member.ordinal !== ordinal || member.pod === undefined),
  );
  if (retired === undefined) return undefined;
  const pod = `${cluster.metadata.name}-redis-${retired.ordinal}`;
  return {
    rule: 'RetireVolume',
    reason: `${pod} has left and storage.whenScaled is Delete`,
    actions: [{ kind: 'delete-claim', name: retired.name, uid: retired.uid, pod }],
  };
};
