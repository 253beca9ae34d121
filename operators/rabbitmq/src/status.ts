import type { RabbitmqClusterStatus } from '@dataservices/api';
import { certificateTimes, knownUsers } from '@dataservices/members';
import { mergeConditions, operationOf, type PassOutcome, type Plan, selectorText } from '@dataservices/plan';
import type { RabbitmqAction } from './action.ts';
import type { Observed } from './observed.ts';
import { balanceKey } from './plan/balance-leaders.ts';
import { balanceMembersRule } from './plan/balance-members.ts';
import { caughtUpRecord } from './plan/caught-up.ts';
import { isHealthy, wantedMembers } from './plan/health.ts';
import { clusterIdOf } from './plan/identity.ts';
import { membersOver, recordedMoves } from './plan/member-moves.ts';
import { type FormationRecord, formationRecord } from './plan/origin.ts';
import { placeMembersRule } from './plan/place-members.ts';
import { requestsOf } from './plan/requests.ts';
import { spreadOver } from './plan/spread-connections.ts';
import { reachedVersion } from './plan/upgrade.ts';
import { selectorOf } from './resources/metadata.ts';
import { conditionsOf } from './status/conditions.ts';
import { membersOf } from './status/members.ts';

/** The whole status, as one write. */
export function status(observed: Observed, plan: Plan<RabbitmqAction>, outcome: PassOutcome): RabbitmqClusterStatus {
  const { cluster, names, now } = observed;
  const operation = operationOf(cluster.status.operation, plan, now);
  const conditions = conditionsOf(observed, operation, outcome);
  const settled = conditions.find(({ type }) => type === 'Settled');
  const requests = requestsOf(observed);
  const certificate = certificateTimes(observed);
  const version = reachedVersion(observed);
  const formation = formationOf(observed, plan, outcome);
  const moves = recordedMoves(observed, plan.step?.rule === balanceMembersRule);
  const users = knownUsers(cluster, observed.former);
  return {
    observedGeneration: cluster.metadata.generation,
    summary: operation?.rule ?? settled?.reason ?? 'Unknown',
    ...(version !== undefined && { version }),
    replicas: observed.members.filter(({ pod }) => pod !== undefined).length,
    readyReplicas: wantedMembers(observed).filter((member) => isHealthy(observed, member)).length,
    selector: selectorText(selectorOf(observed)),
    members: membersOf(observed),
    ...(operation !== undefined && { operation }),
    ...(requests.length > 0 && { requests }),
    ...(certificate !== undefined && { certificate }),
    conditions: mergeConditions(cluster.status.conditions ?? [], conditions, now),
    binding: { name: names.bindingSecret },
    ...(moves.length > 0 && { memberMoves: moves }),
    ...(users.length > 0 && { users }),
    // Both are written down together, before any volume carries the identity.
    ...(formation !== undefined && { formation, clusterId: clusterIdOf(observed) }),
  };
}

function formationOf(observed: Observed, { step }: Plan<RabbitmqAction>, { problems }: PassOutcome): FormationRecord | undefined {
  const record = formationRecord(observed, step?.rule === 'RecordOrigin');
  const isBalanced = step?.rule === 'BalanceLeaders' && problems.length === 0;
  if (record === undefined) return undefined;
  // One that is another while nodes run is not theirs.
  const cookieHash = observed.secrets.problem === undefined ? observed.secrets.cookieHash : observed.cluster.status.formation?.cookieHash;
  const caughtUp = caughtUpRecord(observed, step?.rule === placeMembersRule || step?.rule === balanceMembersRule);
  const [over, even] = [spreadOver(observed), membersOver(observed)];
  const before = record.formed ? observed.cluster.status.formation?.balancedFor : undefined;
  const balancedFor = isBalanced ? balanceKey(observed) : before;
  return {
    ...record,
    ...(balancedFor !== undefined && { balancedFor }),
    ...(over !== undefined && { spreadOver: over }),
    ...(even !== undefined && { membersOver: even }),
    ...(caughtUp && { caughtUp }),
    ...(cookieHash !== undefined && { cookieHash }),
  };
}
