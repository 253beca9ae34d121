import type { KubeObject, ObjectMeta } from './kube-object.ts';
import { annotationKeys } from './labels.ts';
import type { Action, Plan } from './plan.ts';

/** Whether the object asks to be shown what would be done, by the annotation `dataservices.dev/dry-run: "true"`. */
export function isDryRun({ annotations }: ObjectMeta): boolean {
  return annotations?.[annotationKeys.dryRun] === 'true';
}

/**
 * The same plan, to be looked at and not carried out. Only `upkeep` is done: what clients depend on from moment to moment, such
 * as role labels; without it, looking at a plan would cost the service its routing.
 */
export function previewed<A extends Action>(plan: Plan<A>, upkeep: readonly KubeObject[]): Plan<A> {
  const { requeueAfterMs, ...preview } = plan;
  return { applies: upkeep, preview, ...(requeueAfterMs !== undefined && { requeueAfterMs }) };
}
