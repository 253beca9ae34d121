import type { RedisAction } from '../action.ts';
import type { DataMember, Observed } from '../observed.ts';
import { isElectable, wantedMembers } from './health.ts';
import { leadershipOf, type MonitoringSentinel, type ServingMember } from './leadership.ts';
import { isOutdated } from './outdated.ts';

/** What moves leadership away from `master`, or undefined where nobody could take over. */
export function switchAwayFrom(observed: Observed, master: DataMember): readonly RedisAction[] | undefined {
  const candidates = wantedMembers(observed).filter((member) => member.name !== master.name && isElectable(observed, member));
  const upToDate = candidates.filter((member) => !isOutdated(observed, member));
  const [best] = upToDate.length > 0 ? upToDate : candidates;
  if (best === undefined) return undefined;
  const isAnyoneGood = eligible(observed, master).every((replica) => upToDate.some(({ name }) => name === replica.name));
  return switchOverTo(observed, master, isAnyoneGood ? undefined : best);
}

/**
 * What moves leadership from `master` to this one replica, or to whichever Sentinel chooses; undefined where no sentinel would promote it, or
 * while a failover goes on.
 */
export function switchOverTo(
  observed: Observed,
  master: DataMember,
  successor: DataMember | undefined,
): readonly RedisAction[] | undefined {
  const { isFailoverInProgress } = leadershipOf(observed);
  const sentinel = byPermanence(observed, master).find(
    ({ view }) =>
      view.masterHost === master.host && (successor === undefined ? view.electable.length > 0 : view.electable.includes(successor.host)),
  );
  if (sentinel === undefined || isFailoverInProgress) return undefined;
  return [
    { kind: 'switch-over', pod: master.name, sentinel: sentinel.name, ...(successor !== undefined && { successor: successor.name }) },
  ];
}

/**
 * Those that will be there longest come first: a sentinel that is being stopped, or shares the node that the master is drained from, may be gone
 * before it has answered. Then nobody knows whether a failover was begun, and writes stand still until that is certain.
 */
function byPermanence(observed: Observed, { pod: masterPod }: DataMember): readonly MonitoringSentinel[] {
  const risk = ({ pod }: MonitoringSentinel) =>
    (pod === undefined || pod.isTerminating ? 2 : 0) + (pod?.node !== undefined && pod.node === masterPod?.node ? 1 : 0);
  return leadershipOf(observed).monitoring.toSorted((a, b) => risk(a) - risk(b));
}

/** All that Sentinel may choose from: also a member that is to leave, or one that is to restart soon and would hand over again. */
function eligible(observed: Observed, master: DataMember): readonly ServingMember[] {
  const { servingReplicas, monitoring } = leadershipOf(observed);
  return servingReplicas.filter(
    ({ host, server }) => server.masterHost === master.host && monitoring.some(({ view }) => view.electable.includes(host)),
  );
}
