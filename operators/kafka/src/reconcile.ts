import { type KafkaCluster, parseKafkaCluster } from '@dataservices/api';
import { resources } from '@dataservices/kube';
import {
  type ActMetrics,
  type ClusterCaches,
  type EventRecorder,
  type Outcome,
  type Reconcile,
  type ReconcileContext,
  type Refusals,
  reportUnreadable,
  settle,
  writeStatus,
} from '@dataservices/reconcile';
import { act } from './act.ts';
import type { KafkaAccess } from './client/kafka-access.ts';
import type { KafkaAdmin } from './client/port.ts';
import type { GroupLagMetrics } from './group-lag-metrics.ts';
import { observe } from './observe.ts';
import { plan } from './plan/plan.ts';
import { fieldManager, type Settings } from './settings.ts';
import { status } from './status.ts';

export type Connect = (access: Pick<KafkaAccess, 'brokers' | 'controllers' | 'tls'>) => KafkaAdmin;

export type KafkaOperator = {
  readonly caches: ClusterCaches;
  readonly metrics: ActMetrics;
  readonly recorder: EventRecorder;
  readonly settings: Settings;
  readonly lags: GroupLagMetrics;
  readonly refusals: Refusals;
  readonly connect: Connect;
};

/** Brings one KafkaCluster nearer to what it asks for. */
export function createReconcile(operator: KafkaOperator): Reconcile {
  return async (key, context) => {
    const stored = operator.caches.clusters.get(key);
    if (stored === undefined || stored.metadata.deletionTimestamp !== undefined) {
      operator.lags.gone(key);
      return {};
    }
    const parsed = parseKafkaCluster(stored);
    if (parsed.ok) return pass(operator, parsed.value, context);
    const { recorder } = operator;
    await reportUnreadable({ resource: resources.kafkaClusters, stored, message: parsed.message, fieldManager, recorder }, context);
    return {};
  };
}

async function pass(operator: KafkaOperator, cluster: KafkaCluster, context: ReconcileContext): Promise<Outcome> {
  const { caches, metrics, recorder, settings, lags, refusals, connect } = operator;
  const { kube, signal, log, now } = context;
  const { observed, admin } = await observe({ cluster, caches, kube, connect, settings, refusals, now: now(), signal });
  try {
    const decided = plan(observed);
    const outcome = await act({ observed, plan: decided, kube, admin, refusals, caches, metrics, recorder, log, signal });
    const next = status(observed, decided, outcome);
    await writeStatus(resources.kafkaClusters, cluster, next, fieldManager, context);
    if (observed.kafka !== undefined) await lags.look(cluster, admin, signal);
    return settle(outcome.error, decided.requeueAfterMs);
  } finally {
    // Each connection that is left open costs a part of a processor.
    await admin.close();
  }
}
