import type { ZookeeperClusterStatus } from '@dataservices/api';
import { certificateTimes } from '@dataservices/members';
import { mergeConditions, operationOf, type PassOutcome, type Plan, selectorText } from '@dataservices/plan';
import type { ZookeeperAction } from './action.ts';
import type { Observed } from './observed.ts';
import { ensembleOf, isServing } from './plan/ensemble.ts';
import { isHealthy, wantedMembers } from './plan/health.ts';
import { clusterIdOf } from './plan/identity.ts';
import { ensembleRecord } from './plan/origin.ts';
import { requestsOf } from './plan/requests.ts';
import { selectorOf } from './resources/metadata.ts';
import { conditionsOf } from './status/conditions.ts';
import { membersOf } from './status/members.ts';
import { usersOf } from './status/users.ts';

/** The whole status, as one write. */
export function status(observed: Observed, plan: Plan<ZookeeperAction>, outcome: PassOutcome): ZookeeperClusterStatus {
  const { cluster, names, now } = observed;
  const operation = operationOf(cluster.status.operation, plan, now);
  const conditions = conditionsOf(observed, operation, outcome);
  const settled = conditions.find(({ type }) => type === 'Settled');
  const leader = ensembleOf(observed)?.leader.name ?? cluster.status.leader;
  const requests = requestsOf(observed);
  const certificate = certificateTimes(observed);
  const version = commonVersion(observed) ?? cluster.status.version;
  const ensemble = ensembleRecord(observed, plan.step?.rule === 'RecordOrigin');
  const users = usersOf(observed);
  return {
    observedGeneration: cluster.metadata.generation,
    summary: operation?.rule ?? settled?.reason ?? 'Unknown',
    ...(version !== undefined && { version }),
    replicas: observed.members.filter(({ pod }) => pod !== undefined).length,
    readyReplicas: wantedMembers(observed).filter((member) => isHealthy(observed, member)).length,
    selector: selectorText(selectorOf(observed)),
    members: membersOf(observed),
    ...(leader !== undefined && { leader }),
    ...(operation !== undefined && { operation }),
    ...(requests.length > 0 && { requests }),
    ...(certificate !== undefined && { certificate }),
    conditions: mergeConditions(cluster.status.conditions ?? [], conditions, now),
    binding: { name: names.bindingSecret },
    ...(users.length > 0 && { users }),
    // Both are written down together, before any volume carries the identity.
    ...(ensemble !== undefined && { ensemble, clusterId: clusterIdOf(observed) }),
  };
}

function commonVersion({ members }: Observed): string | undefined {
  const versions = new Set(members.filter(isServing).map(({ server }) => server.version));
  const [version, other] = versions;
  return other === undefined ? version : undefined;
}
