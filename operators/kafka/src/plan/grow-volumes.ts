import { growVolumes as grow, type VolumeGrowth } from '@dataservices/members';
import type { Role } from '../names.ts';
import type { Observed } from '../observed.ts';
import { wantedCount } from './health.ts';
import type { KafkaRule } from './rule.ts';

/**
 * Precondition: a volume of a wanted member is smaller than its `storage.size`, and nothing says that it cannot grow.
 * Effect: its claim asks for that size; one goes first, the others follow when it has grown. No pod restarts for it.
 *
 * Prevents: a full volume that stays full because the cluster is not healthy, which it is not because the volume is full.
 */
export const growVolumes: KafkaRule = (observed) => volumeGrowth(observed, 'broker').step ?? volumeGrowth(observed, 'controller').step;

/** What is to be done about sizes, what is waited for, and what a person has to mend. */
export function volumeGrowth(observed: Observed, role: Role): VolumeGrowth {
  const { cluster, claims, storageClasses } = observed;
  const { size } = role === 'broker' ? cluster.spec.storage : cluster.spec.controllers.storage;
  const wanted = claims[role].filter(({ ordinal }) => ordinal < wantedCount(observed, role));
  return grow({ size, claims: wanted, classes: storageClasses });
}
