import type { RedisRule } from './rule.ts';

/**
 * Precondition: `storage.whenScaled` is Delete, the cluster is not stopped, and a volume's ordinal is not wanted and has no pod.
 * Effect: one volume claim is deleted, by its uid.
 *
 * Prevents: the volumes of a stopped cluster being deleted, and a claim that was made anew meanwhile being taken for the old one.
 */
export const retireVolume: RedisRule = ({ cluster, claims, members }) => {
  const { replicas, storage } = cluster.spec;
  if (storage.whenScaled !== 'Delete' || replicas === 0) return undefined;
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
