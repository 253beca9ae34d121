import type { RedisClusterStatus } from '@dataservices/api';
import { certificateTimes } from '@dataservices/members';
import { mergeConditions, operationOf, type PassOutcome, type Plan, selectorText } from '@dataservices/plan';
import type { RedisAction } from './action.ts';
import type { Observed } from './observed.ts';
import { isHealthy, wantedMembers } from './plan/health.ts';
import { clusterIdOf } from './plan/identity.ts';
import { leaderOf } from './plan/leader.ts';
import { isServing, leadershipOf } from './plan/leadership.ts';
import { refusalAfter } from './plan/refused-settings.ts';
import { requestsOf } from './plan/requests.ts';
import { selectorOf } from './resources/metadata.ts';
import { conditionsOf } from './status/conditions.ts';
import { membersOf } from './status/members.ts';

/** The whole status, as one write. */
export function status(observed: Observed, plan: Plan<RedisAction>, outcome: PassOutcome): RedisClusterStatus {
  const { cluster, names, now } = observed;
  const operation = operationOf(cluster.status.operation, plan, now);
  const conditions = conditionsOf(observed, operation, outcome);
  const settled = conditions.find(({ type }) => type === 'Settled');
  const leader = leaderOf(observed)?.name ?? cluster.status.leader;
  const clusterId = identity(observed);
  const requests = requestsOf(observed);
  const certificate = certificateTimes(observed);
  const refusal = refusalAfter(observed, plan, outcome);
  const version = commonVersion(observed) ?? cluster.status.version;
  return {
    observedGeneration: cluster.metadata.generation,
    summary: operation?.rule ?? settled?.reason ?? 'Unknown',
    ...(version !== undefined && { version }),
    replicas: observed.members.filter(({ pod }) => pod !== undefined).length,
    readyReplicas: wantedMembers(observed).filter((member) => isHealthy(observed, member)).length,
    selector: selectorText(selectorOf(observed, 'data')),
    members: membersOf(observed),
    ...(leader !== undefined && { leader }),
    ...(operation !== undefined && { operation }),
    ...(requests.length > 0 && { requests }),
    ...(certificate !== undefined && { certificate }),
    conditions: mergeConditions(cluster.status.conditions ?? [], conditions, now),
    ...(observed.secrets.clients[0]?.wanted !== undefined && { binding: { name: names.bindingSecret } }),
    ...(clusterId !== undefined && { clusterId }),
    ...(refusal !== undefined && { refusedConfig: refusal }),
  };
}

/** Recorded once the data exists: from then on no empty volume may found the cluster again. */
function identity(observed: Observed): string | undefined {
  const recorded = observed.cluster.status.clusterId;
  if (recorded !== undefined) return recorded;
  return leadershipOf(observed).servingMasters.length > 0 ? clusterIdOf(observed) : undefined;
}

/** Only where every wanted member runs it: until then an upgrade can be taken back. */
function commonVersion(observed: Observed): string | undefined {
  const wanted = wantedMembers(observed);
  const serving = wanted.filter(isServing);
  const [version, other] = new Set(serving.map(({ server }) => server.version));
  return serving.length === wanted.length && other === undefined ? version : undefined;
}
