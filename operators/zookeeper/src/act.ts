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
} from '@dataservices/reconcile';
import { destructions } from './act/destructions.ts';
import { perform } from './act/perform.ts';
import type { ZookeeperAction } from './action.ts';
import type { ZookeeperPort } from './client/port.ts';
import type { Observed } from './observed.ts';
import { fieldManager } from './settings.ts';

export type ActInput = {
  readonly observed: Observed;
  readonly plan: Plan<ZookeeperAction>;
  readonly kube: Kube;
  readonly zookeeper: ZookeeperPort | undefined;
  readonly caches: ClusterCaches;
  readonly metrics: ActMetrics;
  readonly recorder: EventRecorder;
  readonly log: Logger;
  readonly signal: AbortSignal;
};

/** Carries out a plan. */
export function act({ observed, plan, kube, zookeeper, caches, metrics, recorder, log, signal }: ActInput): Promise<Execution> {
  return executePlan({
    plan,
    owner: observed.cluster,
    kube,
    lookup: lookupIn(observed.objects, caches.pods),
    fieldManager,
    perform: (action, stepLog) => perform(action, { observed, kube, zookeeper, log: stepLog, signal }),
    destructions,
    metrics,
    recorder,
    log,
    signal,
  });
}
