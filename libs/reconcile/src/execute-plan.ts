import { isKubeError, type Kube, type Ref, type Resource, resourceOf } from '@dataservices/kube';
import type { Action, Operation, PassOutcome, Plan, StoredObject } from '@dataservices/plan';
import type { ActMetrics } from './act-metrics.ts';
import { applyAll } from './apply-all.ts';
import type { Logger } from './contract.ts';
import { type Destructions, ownerFields, reportDestruction } from './destruction.ts';
import type { EventRecorder } from './events.ts';
import { previewLines } from './preview-lines.ts';
import { problemOf } from './problem.ts';
import { takeStep } from './take-step.ts';

export type ExecuteInput<A extends Action> = {
  readonly plan: Plan<A>;
  /** The custom resource that the plan is for: events are about it. */
  readonly owner: StoredObject;
  readonly kube: Kube;
  /** What the caches know of an object. Where they know nothing, a live read decides. */
  readonly lookup: (resource: Resource, ref: Ref) => StoredObject | undefined;
  readonly fieldManager: string;
  /** Carries out one action. It must be idempotent: after a crash it is derived and done again. */
  readonly perform: (action: A, log: Logger) => Promise<void>;
  /** Whether the actions after this one may go on although it failed. Default: none of them. */
  readonly isIndependent?: (action: A) => boolean;
  /** What each action takes away for good. Default: what those on members' pods and volumes do. */
  readonly destructions?: Destructions<A>;
  readonly metrics?: ActMetrics | undefined;
  readonly recorder: EventRecorder;
  readonly log: Logger;
  readonly signal: AbortSignal;
};

export type Execution = PassOutcome & {
  /** The first failure, for the error policy; the status is to be written before it is thrown. */
  readonly error?: unknown;
};

/**
 * Carries out a plan: what is harmless first and always, then the one step. Failures are collected and never thrown, so that the
 * status can tell of them, and so that what fails does not keep the rest from being repaired. A plan with a preview is a dry run:
 * what it would do is said and not done.
 *
 * @throws only the signal's reason, when the pass is over
 */
export async function executePlan<A extends Action>(input: ExecuteInput<A>): Promise<Execution> {
  countOperation(input);
  const failures = [...(await createMissing(input)), ...(await applyDesired(input)), ...(await prune(input)), ...(await takeStep(input))];
  const { preview } = input.plan;
  const lines = preview === undefined ? undefined : await previewLines(preview, input);
  const [first] = failures;
  return {
    problems: failures.map(problemOf),
    ...(lines !== undefined && { preview: lines }),
    ...(first !== undefined && { error: first }),
  };
}

type WithOperation = StoredObject & { readonly status?: { readonly operation?: Operation } };

/** An operation has ended when another one, or none, follows it. */
function countOperation<A extends Action>({ owner, plan, metrics }: ExecuteInput<A>): void {
  const previous = (owner as WithOperation).status?.operation;
  if (previous === undefined || plan.preview !== undefined || previous.rule === plan.step?.rule) return;
  metrics?.operated(owner.kind, previous.rule, Math.max(0, Date.now() - Date.parse(previous.since)) / 1000);
}

async function createMissing<A extends Action>({ plan, kube, signal }: ExecuteInput<A>): Promise<readonly unknown[]> {
  const results = await Promise.allSettled((plan.creates ?? []).map((object) => kube.create(resourceOf(object), object, { signal })));
  signal.throwIfAborted();
  // Somebody else was quicker, which is just as good.
  return reasonsOf(results).filter((error) => !isKubeError(error, 'AlreadyExists'));
}

async function applyDesired<A extends Action>({
  plan,
  kube,
  lookup,
  fieldManager,
  log,
  signal,
}: ExecuteInput<A>): Promise<readonly unknown[]> {
  const { errors, written } = await applyAll({ kube, desired: plan.applies, lookup, fieldManager, signal });
  for (const { object, difference } of written) log.debug('applied', { kind: object.kind, object: object.metadata.name, difference });
  return errors.map(({ error }) => error);
}

/** One after the other: there are few, and which of them were deleted is then known whenever this is cut short. */
async function prune<A extends Action>({
  plan,
  owner,
  metrics,
  kube,
  recorder,
  log,
  signal,
}: ExecuteInput<A>): Promise<readonly unknown[]> {
  const failures: unknown[] = [];
  for (const object of plan.prunes ?? []) {
    signal.throwIfAborted();
    try {
      await kube.delete(resourceOf(object), object.metadata, { uid: object.metadata.uid, signal });
      const { name, uid } = object.metadata;
      const reason = `${object.kind} ${name} is no longer wanted`;
      const destruction = { object: { kind: object.kind, name, uid }, before: 'present', after: 'deleted' };
      reportDestruction(destruction, { act: 'prune', reason, owner, metrics, log: log.child(ownerFields(owner)) });
      recorder.record({ regarding: owner, related: object, type: 'Normal', reason: 'DeleteUnwanted', note: reason, isEssential: true });
    } catch (error) {
      failures.push(error);
    }
  }
  signal.throwIfAborted();
  return failures;
}

function reasonsOf(results: readonly PromiseSettledResult<unknown>[]): readonly unknown[] {
  return results.flatMap((result) => (result.status === 'rejected' ? [result.reason as unknown] : []));
}
