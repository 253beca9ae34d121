import { type Member, markRetiredVolume, retireVolume as retire } from '@dataservices/members';
import { ensembleOf, entryOf } from './ensemble.ts';
import { isHealthy, isWhole } from './health.ts';
import { withLogVolumes } from './log-volumes.ts';
import type { ZookeeperRule } from './rule.ts';

/**
 * Precondition: `storage.whenScaled` is Delete, the cluster is not stopped, everybody who stays does its part, and the member of a volume
 * has left the ensemble and has no pod.
 * Effect: one volume claim is deleted, by its uid; those of data first, then those of transaction logs.
 *
 * Prevents: the volumes of a stopped cluster being deleted; that of somebody who is still a member; and a claim that was made anew
 * meanwhile being taken for the old one.
 */
export const retireVolume: ZookeeperRule = (observed) => {
  const { replicas, storage } = observed.cluster.spec;
  const ensemble = ensembleOf(observed);
  if (ensemble === undefined || !isWhole(observed)) return undefined;
  const hasLeft = ({ ordinal }: Member) => entryOf(ensemble, { id: ordinal + 1 }) === undefined;
  const retireOf = (members: readonly Member[]) => retire({ whenScaled: storage.whenScaled, replicas, members, hasLeft });
  return retireOf(observed.members) ?? retireOf(withLogVolumes(observed));
};

/**
 * Precondition: a member has left the ensemble and its volume is kept, or it is back and does its part.
 * Effect: the volume claim is marked, with the version of the membership that it is not in, or no longer.
 *
 * Prevents: a member that returns taking up what it held when it left; and too many pods being started after a stop, for members that
 * left before it.
 */
export const markRetired: ZookeeperRule = (observed) => {
  const ensemble = ensembleOf(observed);
  if (ensemble === undefined) return undefined;
  const healthy = new Set(observed.members.filter((member) => isHealthy(observed, member)).map(({ ordinal }) => ordinal));
  return markRetiredVolume({
    replicas: observed.cluster.spec.replicas,
    members: observed.members,
    mark: ensemble.membership.version,
    // A pod goes only after the others have committed without it.
    hasLeft: ({ ordinal, pod }) => pod === undefined && entryOf(ensemble, { id: ordinal + 1 }) === undefined,
    hasReturned: ({ ordinal }) => healthy.has(ordinal),
  });
};
