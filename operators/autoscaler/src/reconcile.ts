import { type AutoScaler, parseAutoScaler } from '@dataservices/api';
import { resources } from '@dataservices/kube';
import {
  type EventRecorder,
  isConflict,
  type Outcome,
  type Reconcile,
  type ReconcileContext,
  refOf,
  reportUnreadable,
  settle,
  writeStatus,
} from '@dataservices/reconcile';
import { growTarget, scaleTarget } from './act.ts';
import type { Memory } from './memory.ts';
import type { ScalerMetrics } from './metrics.ts';
import type { SecretReader } from './observe/secrets.ts';
import { observe, type ScalerCaches } from './observe.ts';
import type { Observed } from './observed.ts';
import { plan, type ScalerPlan } from './plan/plan.ts';
import type { PrometheusPort } from './prometheus/port.ts';
import { fieldManager, type Settings } from './settings.ts';
import { eventsOf } from './status/events.ts';
import { isWorthWriting } from './status/is-worth-writing.ts';
import { type ScalerOutcome, status } from './status.ts';
import type { SteadyClock } from './steady-clock.ts';
import type { Ticker } from './ticker.ts';

export type ScalerOperator = {
  readonly caches: ScalerCaches;
  readonly clock: SteadyClock;
  readonly memory: Memory;
  readonly metrics: ScalerMetrics;
  readonly prometheus: PrometheusPort;
  readonly readSecret: SecretReader;
  readonly recorder: EventRecorder;
  readonly settings: Settings;
  readonly ticker: Ticker;
};

/** One look at an AutoScaler. */
export function createReconcile(operator: ScalerOperator): Reconcile {
  return async (key, context) => {
    const { caches, memory, metrics, recorder, ticker } = operator;
    const lateMs = ticker.lateMs(key);
    const stored = caches.autoScalers.get(key);
    if (stored === undefined || stored.metadata.deletionTimestamp !== undefined) {
      const { namespace = '', name } = refOf(key);
      memory.forget(key);
      metrics.gone(namespace, name);
      return {};
    }
    const parsed = parseAutoScaler(stored);
    if (parsed.ok) return pass(operator, parsed.value, context, lateMs);
    await reportUnreadable({ resource: resources.autoScalers, stored, message: parsed.message, fieldManager, recorder }, context);
    return {};
  };
}

async function pass(operator: ScalerOperator, scaler: AutoScaler, context: ReconcileContext, lateMs: number | undefined): Promise<Outcome> {
  const { memory, metrics, recorder } = operator;
  const { kube, signal, log, now } = context;
  const known = { state: memory.recall(scaler), sizedVersion: memory.sizedVersion(scaler) };
  const observed = await observe({ ...operator, ...known, scaler, kube, now, signal });
  const { plan: done, version, error } = await scaleTarget({ observed, plan: plan(observed), kube, recorder, log, signal });
  // Another writer came first: the next look decides by what is there then, and nothing is to be said of this one.
  if (isConflict(error)) throw error;
  if (version !== undefined) memory.noteSize(scaler, version);
  metrics.looked(scaler, done, lateMs);
  await report(operator, observed, done, { isScaleRefused: error !== undefined }, context);
  await growTarget({ observed, plan: done, kube, recorder, log, signal });
  return settle(error, undefined);
}

/** Says what was decided: in the status, where that is worth a write, and in Events. */
async function report(operator: ScalerOperator, observed: Observed, done: ScalerPlan, outcome: ScalerOutcome, context: ReconcileContext) {
  const { memory, recorder } = operator;
  const { scaler } = observed;
  const last = memory.lastWrite(scaler);
  const written = last?.status ?? scaler.status;
  const next = status(observed, done, outcome);
  const isDue = isWorthWriting(written, next, last?.ageMs ?? Number.POSITIVE_INFINITY);
  if (isDue) await writeStatus(resources.autoScalers, scaler, next, fieldManager, context);
  for (const event of eventsOf(written, next)) recorder.record({ regarding: scaler, ...event });
  memory.keep(scaler, done.decision.state, isDue ? next : undefined);
}
