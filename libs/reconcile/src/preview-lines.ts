import { appliedDifference, isKubeError, resourceOf } from '@dataservices/kube';
import type { Action, KubeObject, Plan } from '@dataservices/plan';
import type { ExecuteInput } from './execute-plan.ts';
import { messageOf } from './problem.ts';

type Preview<A extends Action> = NonNullable<Plan<A>['preview']>;

/** What a plan would do, a few words each, in the order in which it would be done. Reads, and writes nothing. */
export async function previewLines<A extends Action>(preview: Preview<A>, input: ExecuteInput<A>): Promise<readonly string[]> {
  const applies: string[] = [];
  for (const object of preview.applies) applies.push(...(await applyLine(object, input)));
  return [
    ...(preview.creates ?? []).map((object) => `create ${titleOf(object)}`),
    ...applies,
    ...(preview.prunes ?? []).map((object) => `delete ${titleOf(object)}`),
    ...stepLine(preview),
  ];
}

async function applyLine<A extends Action>(
  object: KubeObject,
  { kube, lookup, fieldManager, signal }: ExecuteInput<A>,
): Promise<readonly string[]> {
  try {
    const resource = resourceOf(object);
    const live = lookup(resource, object.metadata) ?? (await kube.get(resource, object.metadata, { signal }));
    if (live === undefined) return [`create ${titleOf(object)}`];
    const difference = appliedDifference(live, object, { fieldManager });
    return difference === undefined ? [] : [`change ${titleOf(object)} (${difference})`];
  } catch (error) {
    if (!isKubeError(error)) throw error;
    return [`look at ${titleOf(object)}, which fails: ${messageOf(error)}`];
  }
}

function stepLine<A extends Action>({ step }: Preview<A>): readonly string[] {
  if (step === undefined) return [];
  if (step.actions.length === 0) return [`wait, by rule ${step.rule}: ${step.reason}`];
  return [`do ${step.actions.map(({ kind }) => kind).join(', ')}, by rule ${step.rule}: ${step.reason}`];
}

function titleOf({ kind, metadata }: KubeObject): string {
  return `${kind} ${metadata.name}`;
}
