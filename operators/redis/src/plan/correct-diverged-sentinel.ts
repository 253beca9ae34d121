import { type Leadership, leadershipOf, type MonitoringSentinel, type ServingMember } from './leadership.ts';
import { type RedisRule, waitedMs } from './rule.ts';
import { sentinelSettings } from './sentinel-settings.ts';

const rule = 'CorrectDivergedSentinel';

/** Sentinels tell each other of a new master every two seconds; what differs for longer stays different. */
const graceMs = 10_000;

/**
 * Precondition: no failover is going on, and for ten seconds a majority has named a live master and one sentinel another host; or a majority
 * has not heard of a later election, whose master serves.
 * Effect: the sentinel that differs, or that majority, forgets what it monitored and monitors the master. `SENTINEL RESET` is never used: it keeps the
 * wrong address and empties the tables that the next failover needs.
 *
 * Prevents: clients that ask the diverged sentinel being sent to a host that does not lead; and a majority that comes back from where it was cut off
 * bringing the master of before with it.
 */
export const correctDivergedSentinel: RedisRule = (observed) => {
  const { isFailoverInProgress } = leadershipOf(observed);
  const divergence = divergenceOf(leadershipOf(observed));
  if (divergence === undefined || isFailoverInProgress) return undefined;
  const { reason, diverged, master } = divergence;
  if (waitedMs(observed, rule) < graceMs) return { rule, reason, actions: [], requeueAfterMs: 2_000 };
  const settings = sentinelSettings(observed.cluster);
  return { rule, reason, actions: diverged.map(({ name: pod }) => ({ kind: 'monitor' as const, pod, host: master.host, settings })) };
};

type Divergence = {
  readonly reason: string;
  readonly diverged: readonly MonitoringSentinel[];
  readonly master: ServingMember;
};

function divergenceOf({ master, monitoring, outdated }: Leadership): Divergence | undefined {
  if (outdated !== undefined) {
    const { sentinels, successor } = outdated;
    const reason = `${sentinels.map(({ name }) => name).join(', ')} have not heard that ${successor.name} was elected since, and leads`;
    return { reason, diverged: sentinels, master: successor };
  }
  const diverged = master === undefined ? undefined : monitoring.find(({ view }) => view.masterHost !== master.host);
  if (master === undefined || diverged === undefined) return undefined;
  const reason = `${diverged.name} names ${diverged.view.masterHost} as the master, the majority names ${master.name}`;
  return { reason, diverged: [diverged], master };
}
