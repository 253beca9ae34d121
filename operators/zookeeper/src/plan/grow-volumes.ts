import { type ClaimView, growVolumes as grow, type VolumeGrowth } from '@dataservices/members';
import type { Observed } from '../observed.ts';
import type { ZookeeperRule } from './rule.ts';

/**
 * Precondition: a volume of a wanted member is smaller than `storage.size`, or that of its transaction log than `logStorage.size`, and
 * nothing says that it cannot grow.
 * Effect: its claim asks for that size; one goes first, the others follow when it has grown. No pod restarts for it.
 *
 * Prevents: a full volume that stays full because the ensemble is not healthy, which it is not because the volume is full.
 */
export const growVolumes: ZookeeperRule = (observed) => volumeGrowth(observed).step;

/** What is to be done about sizes, what is waited for, and what a person has to mend. One kind of volume does not keep the other from growing. */
export function volumeGrowth({ cluster, claims, logClaims, storageClasses: classes }: Observed): VolumeGrowth {
  const { replicas, storage, logStorage } = cluster.spec;
  const wanted = (all: readonly ClaimView[]) => all.filter(({ ordinal }) => ordinal < replicas);
  const data = grow({ size: storage.size, claims: wanted(claims), classes });
  if (logStorage === undefined) return data;
  const log = grow({ size: logStorage.size, field: 'spec.logStorage.size', claims: wanted(logClaims), classes });
  const [step, stall] = [data.step ?? log.step, data.stall ?? log.stall];
  const waits = [data.waitsFor, log.waitsFor].filter((text) => text !== undefined);
  return { ...(step && { step }), ...(stall && { stall }), ...(waits.length > 0 && { waitsFor: waits.join(', ') }) };
}
