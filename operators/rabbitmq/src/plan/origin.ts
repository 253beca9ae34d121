import type { RabbitmqClusterStatus } from '@dataservices/api';
import type { Observed } from '../observed.ts';
import { isServing } from './cluster.ts';
import type { RabbitmqRule } from './rule.ts';

export type FormationRecord = NonNullable<RabbitmqClusterStatus['formation']>;

/**
 * Precondition: the status does not say yet where the cluster comes from.
 * Effect: none but the status that this pass writes, before there is any StatefulSet: with no volume of this name the cluster is to be
 * founded; with any, it is taken for one that goes on.
 *
 * Prevents: a second, empty cluster beside data that is still there, when an object is created again on volumes that were kept and one
 * of them is missing.
 */
export const recordOrigin: RabbitmqRule = (observed) => {
  if (observed.cluster.status.formation !== undefined) return undefined;
  const { origin } = freshRecord(observed);
  const reason = origin === 'Founded' ? 'there is no volume yet: a cluster is to be founded' : 'there are volumes: their cluster goes on';
  return { rule: 'RecordOrigin', reason, actions: [], requeueAfterMs: 50 };
};

function freshRecord({ claims, members, objects, names }: Observed): FormationRecord {
  const isNew = claims.length === 0 && !objects.has(`StatefulSet/${names.data}`) && members.every(({ pod }) => pod === undefined);
  return isNew ? { origin: 'Founded', formed: false } : { origin: 'Adopted', formed: true };
}

/** What the status is to say of the cluster's origin; `isRecording` where this pass records it. */
export function formationRecord(observed: Observed, isRecording: boolean): FormationRecord | undefined {
  const recorded = observed.cluster.status.formation;
  if (recorded === undefined) return isRecording ? freshRecord(observed) : undefined;
  if (hasEnded(observed)) return { origin: 'Founded', formed: false };
  return { ...recorded, formed: recorded.formed || observed.members.some(isServing) };
}

/**
 * Whether the cluster ended with its pods: storage is ephemeral, every wanted pod is there, and none was told anything yet, so that all
 * of them are new and empty.
 */
function hasEnded({ cluster, members }: Observed): boolean {
  const { storage, replicas } = cluster.spec;
  if (!storage.ephemeral || replicas === 0 || members.length < replicas) return false;
  return members.every(({ pod, order, server }) => pod !== undefined && order === undefined && server.state === 'unreachable');
}

/** Whether an empty node may still found the cluster, by the status as it is stored. */
export function isToBeFounded({ cluster }: Observed): boolean {
  const { formation } = cluster.status;
  return formation?.origin === 'Founded' && !formation.formed;
}
