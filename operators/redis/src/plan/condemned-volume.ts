import type { Observed } from '../observed.ts';
import { wantedMembers } from './health.ts';
import type { Stall } from './stalled.ts';

/**
 * Why the only member is in danger, if so: its volume is deleted as soon as its pod ends, since its replacement had begun when others were taken
 * away, or somebody deleted the claim. The operator never ends that pod; a node may.
 *
 * Prevents: a cluster that waits for a replacement which cannot go on, and says nothing until its data is gone.
 */
export function condemnedVolume(observed: Observed): Stall | undefined {
  const [only, ...others] = wantedMembers(observed);
  if (only?.pod === undefined || only.claim?.isTerminating !== true || others.length > 0) return undefined;
  const message = `volume claim ${only.claim.name} is being deleted, and goes with its pod ${only.name}, which has the only copy of the data: do not delete that pod; set spec.replicas to 2 or more, and ask for its replacement when another member has the data`;
  return { reason: 'VolumeCondemned', message };
}
