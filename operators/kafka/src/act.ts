import type { Kube } from '@dataservices/kube';
import type { Plan } from '@dataservices/plan';
import {
  type ActMetrics,
  type ClusterCaches,
  type EventRecorder,
  type Execution,
  executePlan,
  type Logger,
  lookupIn,
  type Refusals,
} from '@dataservices/reconcile';
import { destructions } from './act/destructions.ts';
import { perform } from './act/perform.ts';
import type { KafkaAction } from './action.ts';
import type { KafkaAdmin } from './client/port.ts';
import type { Observed } from './observed.ts';
import { fieldManager } from './settings.ts';

export type ActInput = {
  readonly observed: Observed;
  readonly plan: Plan<KafkaAction>;
  readonly kube: Kube;
  readonly admin: KafkaAdmin;
  readonly refusals: Refusals;
  readonly caches: ClusterCaches;
  readonly metrics: ActMetrics;
  readonly recorder: EventRecorder;
  readonly log: Logger;
  readonly signal: AbortSignal;
};

const independent: ReadonlySet<string> = new Set<KafkaAction['kind']>(['write-user', 'delete-user', 'issue-client-certificate']);

/** Carries out a plan. */
export function act({ observed, plan, kube, admin, refusals, caches, metrics, recorder, log, signal }: ActInput): Promise<Execution> {
  return executePlan({
    plan,
    owner: observed.cluster,
    kube,
    lookup: lookupIn(observed.objects, caches.pods),
    fieldManager,
    perform: (action, stepLog) => perform(action, { observed, kube, admin, refusals, log: stepLog, signal }),
    // What is wrong with one user keeps no other from its password, nor from being locked out.
    isIndependent: ({ kind }) => independent.has(kind),
    destructions,
    metrics,
    recorder,
    log,
    signal,
  });
}
