import { parseRedisCluster, type RedisCluster } from '@dataservices/api';
import { resources } from '@dataservices/kube';
import {
  type ActMetrics,
  announceLeader,
  type EventRecorder,
  type Outcome,
  type Reconcile,
  type ReconcileContext,
  reportUnreadable,
  settle,
  writeStatus,
} from '@dataservices/reconcile';
import { act } from './act.ts';
import type { Credentials, Login, TlsAccess } from './client/connection.ts';
import { addressOf } from './client/following.ts';
import type { MasterWatch } from './client/master-watch.ts';
import type { RedisPort, Target } from './client/port.ts';
import type { SentinelWatch } from './client/sentinel-watch.ts';
import { ports } from './names.ts';
import type { Caches } from './observe/caches.ts';
import { targetOf } from './observe/members.ts';
import { observe } from './observe.ts';
import type { DataMember, Observed } from './observed.ts';
import { leadershipOf } from './plan/leadership.ts';
import { plan } from './plan/plan.ts';
import { fieldManager, type Settings, users } from './settings.ts';
import { status } from './status.ts';

export type RedisOperator = {
  readonly caches: Caches;
  readonly metrics: ActMetrics;
  readonly recorder: EventRecorder;
  readonly sentinelWatch: SentinelWatch;
  readonly masterWatch: MasterWatch;
  readonly settings: Settings;
  /** Redis and Sentinel as the operator's own user, by its passwords. */
  readonly connect: (login: Login, tls?: TlsAccess) => RedisPort;
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
  const { caches, metrics, recorder, settings, connect, masterWatch } = operator;
  const { kube, signal, log, now } = context;
  const { observed, redis, login, access } = await observe({
    cluster,
    caches,
    kube,
    connect,
    lost: masterWatch.lost(key),
    settings,
    now: now(),
    signal,
  });
  if (login !== undefined) listen(operator, key, observed, { username: users.operator, password: login.password, tls: access });
  const decided = plan(observed);
  const isLost = (target: Target) => masterWatch.lost(key).has(addressOf(target));
  const outcome = await act({ observed, plan: decided, kube, redis, isLost, caches, metrics, recorder, log, now, signal });
  const next = status(observed, decided, outcome);
  await writeStatus(resources.redisClusters, cluster, next, fieldManager, context);
  announceLeader(recorder, cluster, { previous: cluster.status.leader, leader: next.leader });
  return settle(outcome.error, decided.requeueAfterMs);
}

function listen({ sentinelWatch, masterWatch }: RedisOperator, key: string, observed: Observed, credentials: Credentials): void {
  sentinelWatch.follow(
    key,
    observed.sentinels.flatMap(({ pod }) => targetOf(pod, ports.sentinel) ?? []),
    credentials,
  );
  masterWatch.follow(
    key,
    watchedMembers(observed).flatMap(({ pod }) => targetOf(pod, ports.redis) ?? []),
    credentials,
  );
}

/** Whoever any sentinel names, and whoever does not answer: of one that comes back as a second master every further second counts. */
function watchedMembers(observed: Observed): readonly DataMember[] {
  const { monitoring } = leadershipOf(observed);
  return observed.members.filter(
    ({ host, server }) => server.state === 'unreachable' || monitoring.some(({ view }) => view.masterHost === host),
  );
}

function forget({ sentinelWatch, masterWatch }: RedisOperator, key: string): Outcome {
  const nobody = { username: users.operator, password: '' };
  sentinelWatch.follow(key, [], nobody);
  masterWatch.follow(key, [], nobody);
  return {};
}
