import type { Observed } from '../observed.ts';
import { describeSentinel } from './await-members.ts';
import { wantedSentinels } from './health.ts';
import { leadershipOf } from './leadership.ts';

/** What keeps a majority of the sentinels from naming somebody, in a few words; undefined where one does. */
export function lostMajority(observed: Observed): string | undefined {
  const { named, outdated } = leadershipOf(observed);
  if (named !== undefined) return undefined;
  if (outdated !== undefined)
    return `${outdated.sentinels.map(({ name }) => name).join(', ')} (have not heard of ${outdated.successor.name})`;
  const lost = wantedSentinels(observed).filter(({ view }) => view.state !== 'monitoring');
  return lost.length === 0 ? 'they do not agree' : lost.map((sentinel) => `${sentinel.name} (${describeSentinel(sentinel)})`).join('; ');
}
