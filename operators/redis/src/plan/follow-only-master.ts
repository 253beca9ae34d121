import { isNoRival } from './is-no-rival.ts';
import { leadershipOf } from './leadership.ts';
import { type RedisRule, waitedMs } from './rule.ts';
import { sentinelSettings } from './sentinel-settings.ts';

const rule = 'FollowOnlyMaster';

/** Sentinel has tried twice by itself by then, where it knows somebody to promote. */
const patienceMs = 60_000;

/**
 * Precondition: one member leads, no majority of the sentinels names it, and those that name another are certainly mistaken, for a
 * minute; no failover is going on.
 * Effect: the mistaken sentinels monitor the member that leads.
 *
 * Prevents: sentinels that wait for ever for a replica to be a master. They hold it to be down, and learn of other replicas only from a
 * master; a sentinel that comes back with an old name and a higher epoch makes all of them do so.
 */
export const followOnlyMaster: RedisRule = (observed) => {
  const { master: agreed, servingMasters, monitoring, isFailoverInProgress } = leadershipOf(observed);
  const [master, second] = servingMasters;
  if (agreed !== undefined || master === undefined || second !== undefined) return undefined;
  const mistaken = monitoring.filter(({ view }) => view.masterHost !== master.host);
  if (mistaken.length === 0 || !mistaken.every(({ view }) => isNoRival(observed, view.masterHost, master))) return undefined;
  const named = mistaken.map(({ name, view }) => `${name} (names ${view.masterHost.split('.')[0]})`).join(', ');
  const reason = `${master.name} leads, and nobody else can, but not most sentinels know: ${named}`;
  // An attempt that cannot succeed is repeated for ever: it is waited for, but not the time between two of them.
  if (isFailoverInProgress || waitedMs(observed, rule) < patienceMs) return { rule, reason, actions: [], requeueAfterMs: 1_000 };
  const settings = sentinelSettings(observed.cluster);
  return { rule, reason, actions: mistaken.map(({ name: pod }) => ({ kind: 'monitor' as const, pod, host: master.host, settings })) };
};
