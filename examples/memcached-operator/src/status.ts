import type { MemberAction } from '@dataservices/members';
import { conditionsFrom, mergeConditions, operationOf, type PassOutcome, type Plan, settledFact } from '@dataservices/plan';
import type { MemcachedStatus } from './memcached.ts';
import { isUp, type Observed } from './plan.ts';

/** The whole status, as one write. */
export function status({ cluster, members, now }: Observed, plan: Plan<MemberAction>, outcome: PassOutcome): MemcachedStatus {
  const { replicas } = cluster.spec;
  const { generation } = cluster.metadata;
  const ready = members.filter((member) => member.ordinal < replicas && isUp(member)).length;
  const message = `${ready} of ${replicas} members are ready`;
  const operation = operationOf(cluster.status?.operation, plan, now);
  const stall = outcome.problems.find(({ isTerminal }) => isTerminal);
  const stalled = {
    holds: stall !== undefined,
    reason: stall?.reason ?? 'NotStalled',
    message: stall?.message ?? 'nothing needs a person',
  };
  const facts = conditionsFrom({
    available: { holds: ready > 0, reason: ready > 0 ? 'MembersServe' : 'NoMember', message },
    membersReady: { holds: ready === replicas, reason: ready === replicas ? 'AllReady' : 'MembersMissing', message },
    stalled,
    settled: settledFact({ stalled, outcome, isPaused: false, isStopped: replicas === 0, leaving: [], operation }),
    operation,
    generation,
  });
  const conditions = mergeConditions(cluster.status?.conditions ?? [], facts, now);
  return { observedGeneration: generation, readyReplicas: ready, conditions, ...(operation !== undefined && { operation }) };
}
