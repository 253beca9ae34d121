import { parseRabbitmqCluster, type RabbitmqCluster } from '@dataservices/api';
import type { TlsAccess } from '@dataservices/certificates';
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
import type { RabbitmqPort } from './client/port.ts';
import { observe } from './observe.ts';
import { plan } from './plan/plan.ts';
import { fieldManager, type Settings } from './settings.ts';
import { status } from './status.ts';

export type RabbitmqOperator = {
  readonly caches: ClusterCaches;
  readonly metrics: ActMetrics;
  readonly recorder: EventRecorder;
  readonly settings: Settings;
  readonly refusals: Refusals;
  /** RabbitMQ as the operator, by the operator's password. */
  readonly connect: (operatorPassword: string, tls?: TlsAccess) => RabbitmqPort;
};

/** Brings one RabbitmqCluster nearer to what it asks for. */
export function createReconcile(operator: RabbitmqOperator): Reconcile {
  return async (key, context) => {
    const stored = operator.caches.clusters.get(key);
    if (stored === undefined || stored.metadata.deletionTimestamp !== undefined) return {};
    const parsed = parseRabbitmqCluster(stored);
    if (parsed.ok) return pass(operator, parsed.value, context);
    const { recorder } = operator;
    await reportUnreadable({ resource: resources.rabbitmqClusters, stored, message: parsed.message, fieldManager, recorder }, context);
    return {};
  };
}

async function pass(operator: RabbitmqOperator, cluster: RabbitmqCluster, context: ReconcileContext): Promise<Outcome> {
  const { caches, metrics, recorder, settings, refusals, connect } = operator;
  const { kube, signal, log, now } = context;
  const { observed, rabbitmq } = await observe({ cluster, caches, kube, connect, settings, refusals, now: now(), signal });
  const decided = plan(observed);
  const outcome = await act({ observed, plan: decided, kube, rabbitmq, refusals, caches, metrics, recorder, log, signal });
  const next = status(observed, decided, outcome);
  await writeStatus(resources.rabbitmqClusters, cluster, next, fieldManager, context);
  return settle(outcome.error, decided.requeueAfterMs);
}
