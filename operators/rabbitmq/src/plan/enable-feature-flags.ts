import type { RabbitmqAction } from '../action.ts';
import { clusterOf, isServing, spokesman } from './cluster.ts';
import { isWhole } from './health.ts';
import type { RabbitmqRule } from './rule.ts';

/**
 * Precondition: every node does its part, all run the same version, and a feature flag that is stable in it is not enabled.
 * Effect: it is enabled, on all nodes at once. RabbitMQ never disables one again.
 *
 * Prevents: the next version that refuses to start because a flag that it takes for granted is missing; and one that is enabled half-way
 * through an upgrade, after which there is no way back.
 */
export const enableFeatureFlags: RabbitmqRule = (observed) => {
  const cluster = clusterOf(observed);
  const speaker = cluster === undefined ? undefined : spokesman(cluster);
  const flags = observed.disabledFlags ?? [];
  const versions = new Set(observed.members.filter(isServing).map(({ server }) => server.version));
  if (speaker === undefined || flags.length === 0 || versions.size !== 1 || !isWhole(observed)) return undefined;
  return {
    rule: 'EnableFeatureFlags',
    reason: `all nodes run ${[...versions][0]}: feature flags are enabled, ${flags.join(', ')}`.slice(0, 900),
    actions: flags.map((flag): RabbitmqAction => ({ kind: 'enable-feature-flag', pod: speaker.name, flag })),
    requeueAfterMs: 1_000,
  };
};
