import type { RedisAction } from '../action.ts';
import type { DataMember, Observed } from '../observed.ts';
import { isElectable, wantedMembers } from './health.ts';
import { leadershipOf } from './leadership.ts';

/** What moves leadership away from `master`, or undefined where nobody could take over. */
export function switchAwayFrom(observed: Observed, master: DataMember): readonly RedisAction[] | undefined {
  const { monitoring, isFailoverInProgress } = leadershipOf(observed);
  const sentinel = monitoring.find(({ view }) => view.masterHost === master.host && view.electable.length > 0);
  const canTakeOver = wantedMembers(observed).some((member) => member.name !== master.name && isElectable(observed, member));
  if (sentinel === undefined || !canTakeOver || isFailoverInProgress) return undefined;
  return [{ kind: 'switch-over', pod: master.name, sentinel: sentinel.name }];
}
