import type { Caller } from './call.ts';
import type { QueueName, Target } from './port.ts';

type Replica = QueueName & { readonly node: string };

/** Where a quorum queue's members are looked at and changed. */
export function replicaPath({ vhost, queue }: QueueName): string {
  return `queues/quorum/${encodeURIComponent(vhost)}/${encodeURIComponent(queue)}`;
}

export async function addReplica(call: Caller, target: Target, { node, ...queue }: Replica): Promise<void> {
  await call(target, { method: 'POST', path: `${replicaPath(queue)}/replicas/add`, body: { node } });
}

export async function removeReplica(call: Caller, target: Target, { node, ...queue }: Replica): Promise<void> {
  await call(target, { method: 'DELETE', path: `${replicaPath(queue)}/replicas/delete`, body: { node } });
}
