import { type Kube, resources } from '@dataservices/kube';
import type { Plan } from '@dataservices/plan';
import {
  type ActMetrics,
  closeJournal,
  type EventRecorder,
  type Execution,
  executePlan,
  type Logger,
  lookupIn,
  openJournal,
} from '@dataservices/reconcile';
import type { ActContext } from './act/act-context.ts';
import { destructions } from './act/destructions.ts';
import { perform } from './act/perform.ts';
import type { ActionKind, RedisAction } from './action.ts';
import type { RedisPort } from './client/port.ts';
import type { Caches } from './observe/caches.ts';
import type { Observed } from './observed.ts';
import { fieldManager } from './settings.ts';

export type ActInput = {
  readonly observed: Observed;
  readonly plan: Plan<RedisAction>;
  readonly kube: Kube;
  readonly redis: RedisPort | undefined;
  readonly isLost: ActContext['isLost'];
  readonly caches: Caches;
  readonly metrics: ActMetrics;
  readonly recorder: EventRecorder;
  readonly log: Logger;
  readonly now: () => number;
  readonly signal: AbortSignal;
};

/** Carries out a plan. */
export function act(input: ActInput): Promise<Execution> {
  const { observed, plan, kube, redis, isLost, caches, metrics, recorder, log, now, signal } = input;
  const journalOptions = { kube, resource: resources.redisClusters, owner: observed.cluster, fieldManager, now, signal };
  const journal: ActContext['journal'] = {
    open: (entry) => openJournal(journalOptions, entry),
    close: (token) => closeJournal(journalOptions, token),
  };
  return executePlan({
    plan,
    owner: observed.cluster,
    kube,
    lookup: lookupIn(observed.objects, caches.pods),
    fieldManager,
    perform: (action, stepLog) => perform(action, { observed, kube, redis, isLost, log: stepLog, journal, signal }),
    // One sentinel that cannot be told must not keep the others from being a majority, nor one server the others from being told of a
    // user; anything else builds on what came before.
    isIndependent: ({ kind }) => independent.has(kind),
    destructions,
    metrics,
    recorder,
    log,
    signal,
  });
}

const independent: ReadonlySet<ActionKind> = new Set(['monitor', 'tune-sentinel', 'annotate-pod', 'set-user', 'delete-user']);
