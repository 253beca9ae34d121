import { growVolumes as grow, type VolumeGrowth } from '@dataservices/members';
import type { Observed } from '../observed.ts';
import type { RabbitmqRule } from './rule.ts';

/**
 * Precondition: a volume of a wanted member is smaller than `storage.size`, and nothing says that it cannot grow.
 * Effect: its claim asks for that size; one goes first, the others follow when it has grown. No pod restarts for it.
 *
 * Prevents: a full volume that stays full because the cluster is not healthy, which it is not because the volume is full.
 */
export const growVolumes: RabbitmqRule = (observed) => volumeGrowth(observed).step;

/** What is to be done about sizes, what is waited for, and what a person has to mend. */
export function volumeGrowth({ cluster, claims, storageClasses }: Observed): VolumeGrowth {
  const { replicas, storage } = cluster.spec;
  const wanted = claims.filter(({ ordinal }) => ordinal < replicas);
  return grow({ size: storage.size, claims: wanted, classes: storageClasses });
}
