import type { RabbitmqClusterStatus } from '@dataservices/api';
import { isToBeFounded as mayBeFounded, type OriginInput, originRecord, originStep } from '@dataservices/members';
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
export const recordOrigin: RabbitmqRule = (observed) => originStep(originOf(observed));

/** What the status is to say of the cluster's origin; `isRecording` where this pass records it. */
export function formationRecord(observed: Observed, isRecording: boolean): FormationRecord | undefined {
  return originRecord({ ...originOf(observed), isRecording, isServing: observed.members.some(isServing) });
}

/** Whether an empty node may still found the cluster, by the status as it is stored. */
export function isToBeFounded({ cluster }: Observed): boolean {
  return mayBeFounded(cluster.status.formation);
}

function originOf({ cluster, claims, members, objects, names }: Observed): OriginInput {
  const { storage, replicas } = cluster.spec;
  const hasStatefulSet = objects.has(`StatefulSet/${names.data}`);
  return { what: 'cluster', recorded: cluster.status.formation, storage, replicas, claims, hasStatefulSet, members };
}
