import type { RedisAction } from '../action.ts';
import type { DataMember, Observed } from '../observed.ts';
import { isHealthy, wantedMembers } from './health.ts';
import { leadershipOf } from './leadership.ts';

/** What moves leadership away from `master`, or undefined where nobody could take over. */
export function switchAwayFrom(observed: Observed, master: DataMember): readonly RedisAction[] | undefined {
  const { monitoring, isFailoverInProgress } = leadershipOf(observed);
  const sentinel = monitoring.find(({ view }) => view.masterHost === master.host && view.knownReplicas > 0);
  const candidates = wantedMembers(observed)
    .filter((member) => member.name !== master.name && isHealthy(observed, member))
    .map(({ name }) => name);
  if (sentinel === undefined || candidates.length === 0 || isFailoverInProgress) return undefined;
  return [{ kind: 'switch-over', pod: master.name, sentinel: sentinel.name, candidates }];
}
