import { compareVersions } from '@dataservices/plan';
import type { Observed } from '../observed.ts';
import { leadershipOf } from './leadership.ts';

/**
 * The version that there is no way back from: the one that all members run, or have run, or the master alone. Who follows a newer master cannot
 * read a whole copy of its data, and the writes since then are nowhere else.
 */
export function reachedVersion(observed: Observed): string | undefined {
  const { master } = leadershipOf(observed);
  const versions = [observed.cluster.status.version, master?.server.version];
  return versions
    .filter((version) => version !== undefined)
    .sort(compareVersions)
    .at(-1);
}

export function isBelowReached(observed: Observed): boolean {
  const reached = reachedVersion(observed);
  return reached !== undefined && compareVersions(observed.cluster.spec.version, reached) < 0;
}
