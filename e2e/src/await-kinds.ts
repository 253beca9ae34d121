import { kafkaClusterKind, rabbitmqClusterKind, redisClusterKind, zookeeperClusterKind } from '@dataservices/api';
import { type Cluster, waitUntil } from '../cluster/src/index.ts';
import { operator } from './operator.ts';

const owners = [redisClusterKind, zookeeperClusterKind, rabbitmqClusterKind, kafkaClusterKind];
const user = `system:serviceaccount:${operator.namespace}:${operator.deployment}`;

/**
 * Returns when objects of these kinds may own others. Where the API server checks who may block a deletion, it knows new kinds only after half a minute, and refuses until
 * then. The operators try again; whoever counts what they were refused begins after that.
 */
export async function awaitKinds(cluster: Cluster): Promise<void> {
  for (const { kind } of owners) {
    const input = JSON.stringify(ownedBy(kind));
    await waitUntil(() => cluster.kubectl(['create', '--dry-run=server', `--as=${user}`, '--output=name', '--filename=-'], input), {
      what: `the API server to know ${kind} as an owner`,
      timeoutMs: 60_000,
      intervalMs: 500,
    });
  }
}

/** Nothing is made of it. */
function ownedBy(kind: string) {
  const owner = { apiVersion: 'dataservices.dev/v1alpha1', kind, name: 'nobody', uid: 'none', controller: true, blockOwnerDeletion: true };
  return { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'owned', namespace: operator.namespace, ownerReferences: [owner] } };
}
