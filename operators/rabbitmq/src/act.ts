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
import type { ActionKind, RabbitmqAction } from './action.ts';
import type { RabbitmqPort } from './client/port.ts';
import type { Observed } from './observed.ts';
import { fieldManager } from './settings.ts';

export type ActInput = {
  readonly observed: Observed;
  readonly plan: Plan<RabbitmqAction>;
  readonly kube: Kube;
  readonly rabbitmq: RabbitmqPort | undefined;
  readonly refusals: Refusals;
  readonly caches: ClusterCaches;
  readonly metrics: ActMetrics;
  readonly recorder: EventRecorder;
  readonly log: Logger;
  readonly signal: AbortSignal;
};

const independent: readonly string[] = ['write-user', 'delete-user', 'add-replica', 'remove-replica'] satisfies readonly ActionKind[];

/** Carries out a plan. */
export function act({ observed, plan, kube, rabbitmq, refusals, caches, metrics, recorder, log, signal }: ActInput): Promise<Execution> {
  return executePlan({
    plan,
    owner: observed.cluster,
    kube,
    lookup: lookupIn(observed.objects, caches.pods),
    fieldManager,
    perform: (action, stepLog) => perform(action, { observed, kube, rabbitmq, refusals, log: stepLog, signal }),
    // What is wrong with one user, or one queue, keeps no other from what is to become of it.
    isIndependent: ({ kind }) => independent.includes(kind),
    destructions,
    metrics,
    recorder,
    log,
    signal,
  });
}
