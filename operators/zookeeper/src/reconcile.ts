import { parseZookeeperCluster, type ZookeeperCluster } from '@dataservices/api';
import type { TlsAccess } from '@dataservices/certificates';
import { resources } from '@dataservices/kube';
import {
  type ActMetrics,
  announceLeader,
  type ClusterCaches,
  type EventRecorder,
  type Outcome,
  type Reconcile,
  type ReconcileContext,
  reportUnreadable,
  settle,
  writeStatus,
} from '@dataservices/reconcile';
import { act } from './act.ts';
import type { ZookeeperPort } from './client/port.ts';
import { observe } from './observe.ts';
import { plan } from './plan/plan.ts';
import { fieldManager, type Settings } from './settings.ts';
import { status } from './status.ts';

export type ZookeeperOperator = {
  readonly caches: ClusterCaches;
  readonly metrics: ActMetrics;
  readonly recorder: EventRecorder;
  readonly settings: Settings;
  /** ZooKeeper as its user super, by the operator's password. */
  readonly connect: (operatorPassword: string, tls?: TlsAccess) => ZookeeperPort;
};

/** Brings one ZookeeperCluster nearer to what it asks for. */
export function createReconcile(operator: ZookeeperOperator): Reconcile {
  return async (key, context) => {
    const stored = operator.caches.clusters.get(key);
    if (stored === undefined || stored.metadata.deletionTimestamp !== undefined) return {};
    const parsed = parseZookeeperCluster(stored);
    if (parsed.ok) return pass(operator, parsed.value, context);
    const { recorder } = operator;
    await reportUnreadable({ resource: resources.zookeeperClusters, stored, message: parsed.message, fieldManager, recorder }, context);
    return {};
  };
}

async function pass(operator: ZookeeperOperator, cluster: ZookeeperCluster, context: ReconcileContext): Promise<Outcome> {
  const { caches, metrics, recorder, settings, connect } = operator;
  const { kube, signal, log, now } = context;
  const { observed, zookeeper } = await observe({ cluster, caches, kube, connect, settings, now: now(), signal });
  const decided = plan(observed);
  const outcome = await act({ observed, plan: decided, kube, zookeeper, caches, metrics, recorder, log, signal });
  const next = status(observed, decided, outcome);
  await writeStatus(resources.zookeeperClusters, cluster, next, fieldManager, context);
  announceLeader(recorder, cluster, { previous: cluster.status.leader, leader: next.leader });
  return settle(outcome.error, decided.requeueAfterMs);
}
