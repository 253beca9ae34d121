import type { KubeObject } from '@dataservices/plan';
import { podDisruptionBudget } from '@dataservices/resources';
import type { Observed } from '../observed.ts';
import { mayEvict } from '../plan/evictions.ts';
import { metadata, selectorOf } from './metadata.ts';

/** A node is ready as soon as it takes clients, while its members of queues may still copy what was confirmed meanwhile. */
export function disruptionBudget(observed: Observed): KubeObject {
  return podDisruptionBudget(metadata(observed, observed.names.data), selectorOf(observed), mayEvict(observed) ? 1 : 0);
}

/** If it is there already: it is true while nothing else is changed as well. */
export function standingBudget(observed: Observed): readonly KubeObject[] {
  return observed.objects.has(`PodDisruptionBudget/${observed.names.data}`) ? [disruptionBudget(observed)] : [];
}
