import { rollOneMember as rollOne } from '@dataservices/members';
import type { RabbitmqMember } from '../observed.ts';
import { isServing } from './cluster.ts';
import { isWhole } from './health.ts';
import { outdatedIn } from './outdated.ts';
import type { RabbitmqRule } from './rule.ts';
import { isUpgrade } from './upgrade.ts';

/**
 * Precondition: every node does its part, every member of every quorum queue runs, and a pod is of an outdated template; for another minor
 * version all feature flags are enabled.
 * Effect: one pod is deleted, the highest ordinal first, if nothing would lose its majority without it. It hands its leaders over first.
 *
 * Prevents: two nodes away at once; a queue, a stream or RabbitMQ's own store without a majority; and a roll that goes on past a node
 * that does not come back.
 */
export const rollOneMember: RabbitmqRule = (observed) => {
  if (observed.cluster.spec.replicas === 0 || !isWhole(observed)) return undefined;
  // Another version may not start without a flag that it takes for granted.
  if (isUpgrade(observed) && observed.disabledFlags?.length !== 0) return undefined;
  return rollOne({
    order: observed.members.toReversed(),
    isOutdated: outdatedIn(observed),
    whole: true,
    mayGo: (member) => mayGo(member, observed.cluster.spec.replicas),
  })?.step;
};

/** With fewer than three nodes whoever restarts is always missed. */
export function mayGo(member: RabbitmqMember, replicas: number): true | string {
  if (replicas < 3 || !isServing(member) || member.server.criticalFor.length === 0) return true;
  return `without it there would be no majority for ${member.server.criticalFor.join(', ')}`;
}
