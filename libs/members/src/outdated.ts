import type { PodView } from './pod-view.ts';

/** Whether a pod was made from another template than the one that is wanted now. One that is going already is not: it will be replaced anyway. */
export function isOutdated(pod: PodView | undefined, wantedHash: string): boolean {
  return pod !== undefined && !pod.isTerminating && pod.podHash !== wantedHash;
}
