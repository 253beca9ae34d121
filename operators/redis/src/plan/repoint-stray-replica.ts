import { leaderOf } from './leader.ts';
import { leadershipOf } from './leadership.ts';
import type { RedisRule } from './rule.ts';

/**
 * Precondition: a majority, or all sentinels that are left, name a live master, no failover is going on, and a replica follows another host.
 * Effect: it follows the master. A replica with the right host whose link is down is left alone: asking again restarts its synchronisation.
 *
 * Prevents: a member that counts as a copy but follows nobody, or a member that was demoted meanwhile.
 */
export const repointStrayReplica: RedisRule = (observed) => {
  const { servingReplicas, isFailoverInProgress } = leadershipOf(observed);
  const master = leaderOf(observed);
  if (master === undefined || isFailoverInProgress) return undefined;
  const stray = servingReplicas.filter(({ server }) => server.masterHost !== master.host);
  if (stray.length === 0) return undefined;
  return {
    rule: 'RepointStrayReplica',
    reason: `${stray.map(({ name, server }) => `${name} (follows ${server.masterHost ?? 'nobody'})`).join(', ')} should follow ${master.name}`,
    actions: stray.map(({ name }) => ({ kind: 'replica-of' as const, pod: name, masterHost: master.host })),
  };
};
