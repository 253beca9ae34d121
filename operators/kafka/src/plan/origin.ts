import type { KafkaClusterStatus } from '@dataservices/api';
import { isToBeFounded as mayBeFounded, type OriginInput, originRecord, originStep } from '@dataservices/members';
import { nodeIdOf } from '../names.ts';
import type { Observed } from '../observed.ts';
import type { KafkaRule } from './rule.ts';

export type KraftRecord = NonNullable<KafkaClusterStatus['kraft']>;

/**
 * Precondition: the status does not say yet where the cluster comes from.
 * Effect: none but the status that this pass writes, before there is any StatefulSet: with no volume of this name the cluster is to be founded,
 * by controllers whose volumes have these identities; with any, it is taken for one that goes on.
 *
 * Prevents: a second, empty cluster beside data that is still there, when an object is created again on volumes that were kept and one of them is
 * missing; and founders that do not agree on who they are, because the operator stopped after it had told some of them.
 */
export const recordOrigin: KafkaRule = (observed) => originStep(originOf(observed));

/** What the status is to say of the cluster's origin; `isRecording` where this pass records it. */
export function originPart(observed: Observed, isRecording: boolean): Pick<KraftRecord, 'origin' | 'formed' | 'founders'> | undefined {
  const { quorum, kafka, cluster } = observed;
  // Before most of the controllers have what the leader has, another may be elected that takes it back.
  const isServing = (quorum?.leaderId !== undefined && quorum.highWatermark > 0) || kafka !== undefined;
  const record = originRecord({ ...originOf(observed), isRecording, isServing });
  if (record === undefined) return undefined;
  const known = cluster.status.kraft?.founders;
  const founders = known ?? (record.origin === 'Founded' ? newFounders(observed) : undefined);
  return { ...record, ...(founders !== undefined && { founders }) };
}

/** Whether empty controllers may still found the cluster, by the status as it is stored. */
export function isToBeFounded({ cluster }: Observed): boolean {
  return mayBeFounded(cluster.status.kraft);
}

function newFounders({ cluster, fresh }: Observed): NonNullable<KraftRecord['founders']> {
  return fresh.directoryIds
    .slice(0, cluster.spec.controllers.replicas)
    .map((directoryId, ordinal) => ({ id: nodeIdOf('controller', ordinal), directoryId }));
}

/** Founding is for the controllers alone; volumes of either say that there was a cluster. */
function originOf({ cluster, claims, controllers, objects, names }: Observed): OriginInput {
  const { storage, controllers: wanted } = cluster.spec;
  const hasStatefulSet = objects.has(`StatefulSet/${names.controller}`) || objects.has(`StatefulSet/${names.data}`);
  const all = [...claims.controller, ...claims.broker];
  const replicas = cluster.spec.replicas === 0 ? 0 : wanted.replicas;
  return { what: 'cluster', recorded: cluster.status.kraft, storage, replicas, claims: all, hasStatefulSet, members: controllers };
}
