import { parseRedisCluster, type RedisCluster } from '@dataservices/api';
import { resources } from '@dataservices/kube';
import {
  type ActMetrics,
  type EventRecorder,
  type Outcome,
  type Reconcile,
  type ReconcileContext,
  reportUnreadable,
  settle,
  writeStatus,
} from '@dataservices/reconcile';
import { act } from './act.ts';
import type { RedisPort } from './client/port.ts';
import type { SentinelWatch } from './client/sentinel-watch.ts';
import { ports } from './names.ts';
import type { Caches } from './observe/caches.ts';
import { targetOf } from './observe/members.ts';
import { observe } from './observe.ts';
import type { Observed } from './observed.ts';
import { plan } from './plan/plan.ts';
import { fieldManager, type Settings, users } from './settings.ts';
import { status } from './status.ts';

export type RedisOperator = {
  readonly caches: Caches;
  readonly metrics: ActMetrics;
  readonly recorder: EventRecorder;
  readonly sentinelWatch: SentinelWatch;
  readonly settings: Settings;
  /** Redis and Sentinel as the operator's own user, by its password. */
  readonly connect: (operatorPassword: string) => RedisPort;
};

/** Brings one RedisCluster nearer to what it asks for. */
export function createReconcile(operator: RedisOperator): Reconcile {
  return async (key, context) => {
    const stored = operator.caches.clusters.get(key);
    if (stored === undefined || stored.metadata.deletionTimestamp !== undefined) return forget(operator, key);
    const parsed = parseRedisCluster(stored);
    if (parsed.ok) return pass(operator, key, parsed.value, context);
    const { recorder } = operator;
    await reportUnreadable({ resource: resources.redisClusters, stored, message: parsed.message, fieldManager, recorder }, context);
    return {};
  };
}

async function pass(operator: RedisOperator, key: string, cluster: RedisCluster, context: ReconcileContext): Promise<Outcome> {
  const { caches, metrics, recorder, settings, connect } = operator;
  const { kube, signal, log, now } = context;
  const { observed, redis, operatorPassword } = await observe({ cluster, caches, kube, connect, settings, now: now(), signal });
  listen(operator, key, observed, operatorPassword);
  const decided = plan(observed);
  const outcome = await act({ observed, plan: decided, kube, redis, caches, metrics, recorder, log, now, signal });
  const next = status(observed, decided, outcome);
  await writeStatus(resources.redisClusters, cluster, next, fieldManager, context);
  announceLeader(recorder, cluster, next.leader);
  return settle(outcome.error, decided.requeueAfterMs);
}

/** Whoever changed it: most failovers are Sentinel's own. */
function announceLeader(recorder: EventRecorder, cluster: RedisCluster, leader: string | undefined): void {
  const previous = cluster.status.leader;
  if (leader === undefined || leader === previous) return;
  const note = previous === undefined ? `${leader} leads` : `${leader} leads now, after ${previous}`;
  recorder.record({ regarding: cluster, type: 'Normal', reason: 'LeaderChanged', note });
}

function listen({ sentinelWatch }: RedisOperator, key: string, { sentinels }: Observed, password: string | undefined): void {
  if (password === undefined) return;
  const targets = sentinels.flatMap(({ pod }) => targetOf(pod, ports.sentinel) ?? []);
  sentinelWatch.follow(key, targets, { username: users.operator, password });
}

function forget({ sentinelWatch }: RedisOperator, key: string): Outcome {
  sentinelWatch.follow(key, [], { username: users.operator, password: '' });
  return {};
}
