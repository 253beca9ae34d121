import { afterScaling } from '@dataservices/autoscaling';
import type { Kube } from '@dataservices/kube';
import { type EventRecorder, isConflict, type Logger, ownerFields } from '@dataservices/reconcile';
import type { Observed } from './observed.ts';
import type { ScalerPlan } from './plan/plan.ts';
import { fieldManager } from './settings.ts';

export type ActInput = {
  readonly observed: Observed;
  readonly plan: ScalerPlan;
  readonly kube: Kube;
  readonly recorder: EventRecorder;
  readonly log: Logger;
  readonly signal: AbortSignal;
};

export type Scaled = {
  readonly plan: ScalerPlan;
  /** The version that the target got with its size, where it got one. */
  readonly version?: string;
  readonly error?: unknown;
};

/**
 * Gives the target its new size, if it still is what the decision was made from: the object of that identity and version. The plan that comes back
 * remembers what was done.
 */
export async function scaleTarget({ observed, plan, kube, recorder, log, signal }: ActInput): Promise<Scaled> {
  const { scaler, kind, target } = observed;
  const { scaleTo, sentence, current } = plan.decision;
  if (scaleTo === undefined || kind === undefined || target === undefined) return { plan };
  const ref = { namespace: scaler.metadata.namespace, name: scaler.spec.scaleTargetRef.name };
  const change = { replicas: scaleTo, uid: target.uid, resourceVersion: target.resourceVersion };
  try {
    const { metadata } = await kube.updateScale(kind, ref, change, { fieldManager, signal });
    log.info('scaled', {
      reason: sentence,
      ...ownerFields(scaler),
      object: { kind: kind.kind, name: ref.name, uid: target.uid },
      before: `${current} replicas`,
      after: `${scaleTo} replicas`,
    });
    const note = `New size: ${scaleTo}; reason: ${sentence}`;
    recorder.record({ regarding: scaler, type: 'Normal', reason: 'SuccessfulRescale', note, isEssential: true });
    return { plan: { ...plan, decision: afterScaling(plan.decision, plan.input) }, version: metadata.resourceVersion };
  } catch (error) {
    const note = `New size: ${scaleTo}; reason: ${sentence}; error: ${textOf(error)}`;
    if (!isConflict(error)) recorder.record({ regarding: scaler, type: 'Warning', reason: 'FailedRescale', note });
    return { plan, error };
  }
}

/** Asks for larger volumes, which the status has to say already. */
export async function growTarget({ observed, plan, kube, recorder, log, signal }: ActInput): Promise<void> {
  const { scaler, kind, target } = observed;
  const { growth } = plan;
  if (growth?.size === undefined || kind === undefined || target === undefined) return;
  const ref = { namespace: scaler.metadata.namespace, name: scaler.spec.scaleTargetRef.name };
  const { uid, resourceVersion } = target;
  await kube.mergePatch(kind, ref, { metadata: { uid, resourceVersion }, spec: { storage: { size: growth.size } } }, { signal });
  log.info('storage grown', { from: target.storageSize, to: growth.size, why: growth.message });
  recorder.record({ regarding: scaler, type: 'Normal', reason: 'StorageGrown', note: growth.message });
}

function textOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
