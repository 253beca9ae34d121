import { retireVolume as retire } from '@dataservices/members';
import type { Observed } from '../observed.ts';
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
  const { replicas, storage } = observed.cluster.spec;
  return retire({ whenScaled: storage.whenScaled, replicas, members: observed.members, hasLeft: () => areOthersSafe(observed) });
};

function areOthersSafe(observed: Observed): boolean {
  const { replicas } = observed.cluster.spec;
  return isWhole(observed) && (leadershipOf(observed).master?.ordinal ?? replicas) < replicas;
}
