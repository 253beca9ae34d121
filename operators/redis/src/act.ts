import type { Kube, Resource } from '@dataservices/kube';
import { isKubeError, resourceOf, resources } from '@dataservices/kube';
import type { KubeObject, Plan, StoredObject } from '@dataservices/plan';
import { applyAll, type EventRecorder, type Logger } from '@dataservices/reconcile';
import { perform } from './act/perform.ts';
import type { RedisAction } from './action.ts';
import type { RedisPort } from './client/port.ts';
import type { Caches } from './observe/caches.ts';
import type { Observed } from './observed.ts';
import { fieldManager } from './settings.ts';
import type { PassOutcome, Problem } from './status.ts';

export type ActInput = {
  readonly observed: Observed;
  readonly plan: Plan<RedisAction>;
  readonly kube: Kube;
  readonly redis: RedisPort | undefined;
  readonly caches: Caches;
  readonly recorder: EventRecorder;
  readonly log: Logger;
  readonly signal: AbortSignal;
};

export type ActResult = PassOutcome & {
  /** The first failure, for the error policy; the status is written before it is thrown. */
  readonly error?: unknown;
};

/** Carries out a plan: what is harmless first and always, then the one step. Failures are collected, so that the status can tell of them. */
export async function act(input: ActInput): Promise<ActResult> {
  const failures = [...(await createMissing(input)), ...(await applyDesired(input)), ...(await prune(input)), ...(await takeStep(input))];
  const [first] = failures;
  return { problems: failures.map(problemOf), ...(first !== undefined && { error: first }) };
}

async function createMissing({ plan, kube, signal }: ActInput): Promise<readonly unknown[]> {
  const results = await Promise.allSettled((plan.creates ?? []).map((object) => kube.create(resourceOf(object), object, { signal })));
  const failures = results.flatMap((result) => (result.status === 'rejected' ? [result.reason as unknown] : []));
  // Somebody else was quicker, which is just as good.
  return failures.filter((error) => !isKubeError(error, 'AlreadyExists'));
}

async function applyDesired({ plan, kube, caches, observed, log, signal }: ActInput): Promise<readonly unknown[]> {
  const lookup = (resource: Resource, { name }: { readonly name: string }) => stored(caches, observed, resource, name);
  const { errors, written } = await applyAll({ kube, desired: plan.applies, lookup, fieldManager, signal });
  for (const { object, difference } of written) log.debug('applied', { kind: object.kind, object: object.metadata.name, difference });
  return errors.map(({ error }) => error);
}

async function prune({ plan, kube, log, signal }: ActInput): Promise<readonly unknown[]> {
  const results = await Promise.allSettled(
    (plan.prunes ?? []).map(async (object) => {
      await kube.delete(resourceOf(object), object.metadata, { uid: object.metadata.uid, signal });
      log.info('deleted: no longer wanted', { kind: object.kind, object: object.metadata.name });
    }),
  );
  return results.flatMap((result) => (result.status === 'rejected' ? [result.reason as unknown] : []));
}

function stored({ pods }: Caches, { objects, names }: Observed, resource: Resource, name: string): StoredObject | undefined {
  return resource === resources.pods ? pods.get(`${names.namespace}/${name}`) : objects.get(`${resource.kind}/${name}`);
}

async function takeStep({ plan: { step }, observed, redis, kube, recorder, log, signal }: ActInput): Promise<readonly unknown[]> {
  if (step === undefined || step.actions.length === 0 || redis === undefined) return [];
  const { rule, reason } = step;
  const stepLog = log.child({ rule });
  stepLog.info('acting', { reason, actions: step.actions.map(({ kind }) => kind) });
  const errors: unknown[] = [];
  for (const action of step.actions) {
    const error = await perform(action, { observed, kube, redis, log: stepLog, signal }).catch((reason: unknown) => reason);
    if (error === undefined) continue;
    errors.push(error);
    // One sentinel that cannot be told must not keep the others from being a majority; anything else builds on what came before.
    if (action.kind !== 'monitor' && action.kind !== 'tune-sentinel') break;
  }
  const [error] = errors;
  if (error !== undefined) {
    recorder.record({
      regarding: regarding(observed),
      type: 'Warning',
      reason: `${rule}Failed`,
      action: rule,
      note: `${reason}: ${messageOf(error)}`,
    });
    return errors;
  }
  recorder.record({ regarding: regarding(observed), type: 'Normal', reason: rule, note: reason });
  return [];
}

function regarding({ cluster }: Observed): KubeObject {
  return cluster;
}

function problemOf(error: unknown): Problem {
  const { name, code, retry } = error as { name?: string; code?: string; retry?: unknown };
  return { reason: String(code ?? name ?? 'Error').replace(/\W/g, ''), message: messageOf(error), isTerminal: retry === 'terminal' };
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
