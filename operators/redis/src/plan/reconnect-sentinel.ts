import type { Observed } from '../observed.ts';
import { isHealthy } from './health.ts';
import { leadershipOf, type MonitoringSentinel, type ServingMember } from './leadership.ts';
import type { RedisRule } from './rule.ts';

/** Names are known everywhere by then, and what passes by itself has passed. */
const patienceMs = 30_000;

/** A sentinel connects again within a second. Looked at no sooner than its next look at everybody. */
const nextLookMs = 5_000;

/**
 * Precondition: a majority names a live master, no failover is going on, and a sentinel has had answers for half a minute that are not those
 * of a replica that does its part, or of another sentinel that watches the same master: a stranger answers at its old address, and so the
 * sentinel does not look its name up again. Its own clock says how long.
 * Effect: that one sentinel closes its connections and makes them anew, to where the names lead now. It keeps all that it knows: neither RESET nor
 * REMOVE is needed, which would empty the tables that the next failover needs. One sentinel in a pass.
 *
 * Prevents: a replica that is in step and is never promoted, and a sentinel whose vote does not count, after pods of two clusters got each other's addresses.
 */
export const reconnectSentinel: RedisRule = (observed) => {
  const { master, monitoring, isFailoverInProgress } = leadershipOf(observed);
  if (master === undefined || isFailoverInProgress) return undefined;
  const [first] = monitoring.flatMap((sentinel) => {
    const missed = missedBy(observed, sentinel, master);
    return missed.length === 0 ? [] : [{ sentinel, missed }];
  });
  if (first === undefined) return undefined;
  return {
    rule: 'ReconnectSentinel',
    reason: `${first.sentinel.name} asks for ${first.missed.join(', ')} where somebody else answers, and connects anew`,
    actions: [{ kind: 'reconnect', pod: first.sentinel.name }],
    requeueAfterMs: nextLookMs,
  };
};

/** Names of those that do their part, and at whose address this sentinel meets somebody else. */
function missedBy(observed: Observed, { view }: MonitoringSentinel, master: ServingMember): readonly string[] {
  if (view.masterHost !== master.host) return [];
  const replicas = observed.members.filter((member) => isHealthy(observed, member));
  const sentinels = leadershipOf(observed).monitoring.filter((other) => other.view.masterHost === master.host);
  return [...replicas, ...sentinels].filter(({ host }) => (view.strangersForMs[host] ?? 0) >= patienceMs).map(({ name }) => name);
}
