import type { Observed, PodView } from '../observed.ts';
import { podHashOf } from '../resources/stateful-sets.ts';

/** Whether a pod was made from another template than the one that is wanted now. */
export function isOutdated(observed: Observed, component: 'data' | 'sentinel', pod: PodView): boolean {
  return !pod.isTerminating && pod.podHash !== podHashOf(observed, component);
}
