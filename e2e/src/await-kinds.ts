import { kafkaClusterKind, rabbitmqClusterKind, redisClusterKind, zookeeperClusterKind } from '@dataservices/api';
import { type Cluster, waitUntil } from '../cluster/src/index.ts';
import { operator } from './operator.ts';

const owners = [redisClusterKind, zookeeperClusterKind, rabbitmqClusterKind, kafkaClusterKind];

/** A kind, and who makes in a namespace what objects of it own: a service account of that namespace, or whoever asks. */
export type Owner = { readonly apiVersion: string; readonly kind: string; readonly namespace: string; readonly account?: string };

/** Returns when objects of every kind of this project may own others: see `awaitOwner`. */
export async function awaitKinds(cluster: Cluster): Promise<void> {
  const { namespace, deployment: account } = operator;
  for (const { kind } of owners) await awaitOwner(cluster, { apiVersion: 'dataservices.dev/v1alpha1', kind, namespace, account });
}

/**
 * Returns when objects of this kind may own others. Where the API server checks who may block a deletion, it knows new kinds only after half a minute, and refuses until
 * then. Operators try again; whoever counts what they were refused, or how long they take, begins after that.
 */
export async function awaitOwner({ kubectl }: Pick<Cluster, 'kubectl'>, owner: Owner): Promise<void> {
  const { namespace, account } = owner;
  const as = account === undefined ? [] : [`--as=system:serviceaccount:${namespace}:${account}`];
  const input = JSON.stringify(ownedBy(owner));
  await waitUntil(() => kubectl(['create', '--dry-run=server', ...as, '--output=name', '--filename=-'], input), {
    what: `the API server to know ${owner.kind} of ${owner.apiVersion} as an owner`,
    timeoutMs: 60_000,
    intervalMs: 500,
  });
}

/** Nothing is made of it. */
function ownedBy({ apiVersion, kind, namespace }: Owner) {
  const owner = { apiVersion, kind, name: 'nobody', uid: 'none', controller: true, blockOwnerDeletion: true };
  return { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'owned', namespace, ownerReferences: [owner] } };
}
