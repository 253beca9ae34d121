import type { ZookeeperClusterStatus } from '@dataservices/api';
import { isToBeFounded as mayBeFounded, type OriginInput, originRecord, originStep } from '@dataservices/members';
import type { Observed } from '../observed.ts';
import { isServing } from './ensemble.ts';
import type { ZookeeperRule } from './rule.ts';

export type EnsembleRecord = NonNullable<ZookeeperClusterStatus['ensemble']>;

/**
 * Precondition: the status does not say yet where the ensemble comes from.
 * Effect: none but the status that this pass writes, before there is any StatefulSet: with no volume of this name the ensemble is to be
 * founded; with any, it is taken for one that goes on.
 *
 * Prevents: a second, empty ensemble beside data that is still there, when an object is created again on volumes that were kept and one
 * of them is missing.
 */
export const recordOrigin: ZookeeperRule = (observed) => originStep(originOf(observed));

/** What the status is to say of the ensemble's origin; `isRecording` where this pass records it. */
export function ensembleRecord(observed: Observed, isRecording: boolean): EnsembleRecord | undefined {
  return originRecord({ ...originOf(observed), isRecording, isServing: observed.members.some(isServing) });
}

/** Whether an empty member may still found the ensemble, by the status as it is stored. */
export function isToBeFounded({ cluster }: Observed): boolean {
  return mayBeFounded(cluster.status.ensemble);
}

function originOf({ cluster, claims: ofData, logClaims, members, objects, names }: Observed): OriginInput {
  const { storage, replicas } = cluster.spec;
  const claims = [...ofData, ...logClaims];
  const hasStatefulSet = objects.has(`StatefulSet/${names.data}`);
  return { what: 'ensemble', recorded: cluster.status.ensemble, storage, replicas, claims, hasStatefulSet, members };
}
