import { stableHash } from '@dataservices/plan';

/** Above all that anybody would set by hand, and within 31 bits. */
const least = 1_000_000;

/**
 * A sentinel does not tell with which password it logs in to servers. So it is marked with a number that stands for that, in the timeout which a
 * master gets whose timeout is not said; all of ours are. A sentinel that restarts forgets it, and is told both again.
 */
export function markOf(digest: string): number {
  return least + Number.parseInt(stableHash(digest).slice(0, 7), 16);
}
