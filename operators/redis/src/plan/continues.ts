import type { Lineage } from '../client/port.ts';

/** Whether one history goes on where another was at some point, as that of a replica that was promoted does. */
export function continues(later: Lineage | undefined, earlier: Lineage | undefined): boolean {
  return later?.replid2 !== undefined && later.replid2 === earlier?.replid && later.replid !== earlier.replid;
}

/** Whether it goes on from the end of the other, so that nothing of that is missing in it. */
export function hasAllOf(later: Lineage, earlier: Lineage): boolean {
  return continues(later, earlier) && later.replid2Offset !== undefined && earlier.offset <= later.replid2Offset;
}
