import type { KafkaClusterStatus } from '@dataservices/api';
import { certificateTimes, knownUsers } from '@dataservices/members';
import { mergeConditions, operationOf, type PassOutcome, type Plan, selectorText } from '@dataservices/plan';
import type { KafkaAction } from './action.ts';
import { podOfNode } from './names.ts';
import type { Observed } from './observed.ts';
import { isUpgraded } from './plan/finish-upgrade.ts';
import { isHealthy, wantedBrokers } from './plan/health.ts';
import { clusterIdOf } from './plan/identity.ts';
import { requestsOf } from './plan/requests.ts';
import { selectorOf } from './resources/metadata.ts';
import { conditionsOf } from './status/conditions.ts';
import { kraftOf } from './status/kraft.ts';
import { membersOf } from './status/members.ts';

/** The whole status, as one write. */
export function status(observed: Observed, plan: Plan<KafkaAction>, outcome: PassOutcome): KafkaClusterStatus {
  const { cluster, names, now, quorum } = observed;
  const operation = operationOf(cluster.status.operation, plan, now);
  const conditions = conditionsOf(observed, operation, outcome);
  const settled = conditions.find(({ type }) => type === 'Settled');
  const requests = requestsOf(observed);
  const certificate = certificateTimes(observed);
  const version = isUpgraded(observed) ? cluster.spec.version : cluster.status.version;
  const users = knownUsers(cluster, observed.former);
  const kraft = kraftOf(observed, plan);
  return {
    observedGeneration: cluster.metadata.generation,
    summary: operation?.rule ?? settled?.reason ?? 'Unknown',
    ...(version !== undefined && { version }),
    replicas: observed.brokers.filter(({ pod }) => pod !== undefined).length,
    readyReplicas: wantedBrokers(observed).filter((member) => isHealthy(observed, member)).length,
    selector: selectorText(selectorOf(observed)),
    members: membersOf(observed),
    ...(quorum?.leaderId !== undefined && { leader: podOfNode(names, quorum.leaderId) }),
    ...(operation !== undefined && { operation }),
    ...(requests.length > 0 && { requests }),
    ...(certificate !== undefined && { certificate }),
    conditions: mergeConditions(cluster.status.conditions ?? [], conditions, now),
    binding: { name: names.bindingSecret },
    ...(users.length > 0 && { users }),
    // Both are written down together, before any volume carries the identity.
    ...(kraft !== undefined && { kraft, clusterId: clusterIdOf(observed) }),
  };
}
