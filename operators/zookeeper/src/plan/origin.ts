import type { ZookeeperClusterStatus } from '@dataservices/api';
import type { Observed } from '../observed.ts';
import { isServing } from './ensemble.ts';
import type { ZookeeperRule } from './rule.ts';

export type EnsembleRecord = NonNullable<ZookeeperClusterStatus['ensemble']>;

const rule = 'RecordOrigin';

/**
 * Precondition: the status does not say yet where the ensemble comes from.
 * Effect: none but the status that this pass writes, before there is any StatefulSet: with no volume of this name the ensemble is to be
 * founded; with any, it is taken for one that goes on.
 *
 * Prevents: a second, empty ensemble beside data that is still there, when an object is created again on volumes that were kept and one
 * of them is missing.
 */
export const recordOrigin: ZookeeperRule = (observed) => {
  if (observed.cluster.status.ensemble !== undefined) return undefined;
  const { origin } = freshRecord(observed);
  const reason =
    origin === 'Founded' ? 'there is no volume yet: an ensemble is to be founded' : 'there are volumes: their ensemble goes on';
  return { rule, reason, actions: [], requeueAfterMs: 50 };
};

function freshRecord({ claims, members, objects, names }: Observed): EnsembleRecord {
  const isNew = claims.length === 0 && !objects.has(`StatefulSet/${names.data}`) && members.every(({ pod }) => pod === undefined);
  return isNew ? { origin: 'Founded', formed: false } : { origin: 'Adopted', formed: true };
}

/** What the status is to say of the ensemble's origin; `isRecording` where this pass records it. */
export function ensembleRecord(observed: Observed, isRecording: boolean): EnsembleRecord | undefined {
  const recorded = observed.cluster.status.ensemble;
  if (recorded === undefined) return isRecording ? freshRecord(observed) : undefined;
  if (hasEnded(observed)) return { origin: 'Founded', formed: false };
  return { ...recorded, formed: recorded.formed || observed.members.some(isServing) };
}

/**
 * Whether the ensemble ended with its pods: storage is ephemeral, every wanted pod is there, and none was told anything yet, so that all
 * of them are new and empty.
 */
function hasEnded({ cluster, members }: Observed): boolean {
  const { storage, replicas } = cluster.spec;
  if (!storage.ephemeral || replicas === 0 || members.length < replicas) return false;
  return members.every(({ pod, order, server }) => pod !== undefined && order === undefined && server.state === 'unreachable');
}

/** Whether an empty member may still found the ensemble, by the status as it is stored. */
export function isToBeFounded({ cluster }: Observed): boolean {
  const { ensemble } = cluster.status;
  return ensemble?.origin === 'Founded' && !ensemble.formed;
}
