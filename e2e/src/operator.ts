import { resources } from '@dataservices/kube';
import type { StoredObject } from '@dataservices/plan';
import { waitUntil } from '../cluster/src/index.ts';
import { driverKinds } from './kinds.ts';
import { isPodReady, listPods, type Pod } from './pod.ts';
import type { TestBed } from './test-bed.ts';

/** Where the chart puts the operators. */
export const operator = {
  namespace: 'dataservices-system',
  release: 'dataservices',
  deployment: 'dataservices-operator',
  selector: 'app.kubernetes.io/name=dataservices-operator',
  lease: 'dataservices-operators',
  httpPort: 8080,
} as const;

export function operatorPods({ kube }: TestBed): Promise<readonly Pod[]> {
  return listPods(kube, operator.namespace, operator.selector);
}

/** Stops or starts the operators; returns when as many pods are ready and all others gone. */
export async function scaleOperator(bed: TestBed, replicas: 0 | 1): Promise<void> {
  const ref = { namespace: operator.namespace, name: operator.deployment };
  await bed.kube.mergePatch(driverKinds.deployments, ref, { spec: { replicas } });
  await awaitOperator(bed, replicas);
}

/** Returns when exactly so many operator pods are there, all are ready, and, unless there are none, one of them leads. */
export async function awaitOperator(bed: TestBed, replicas: number): Promise<void> {
  await waitUntil(
    async () => {
      const pods = await operatorPods(bed);
      return pods.length === replicas && pods.every(isPodReady) && (replicas === 0 || (await leadingPod(bed, pods)) !== undefined);
    },
    { what: `${replicas} operator pods`, timeoutMs: 90_000, intervalMs: 200 },
  );
}

type Lease = StoredObject & { readonly spec?: { readonly holderIdentity?: string } };

/** The operator that does the work, by its lease. */
export async function leadingPod({ kube }: TestBed, pods: readonly Pod[]): Promise<Pod | undefined> {
  const lease = await kube.get<Lease>(resources.leases, { namespace: operator.namespace, name: operator.lease });
  return pods.find(({ metadata }) => lease?.spec?.holderIdentity?.startsWith(`${metadata.name}_`));
}

/** Moves the operator to another node, so that the loss of this one is not also a loss of the operator. */
export async function moveOperatorOff(bed: TestBed, node: string): Promise<void> {
  const pods = await operatorPods(bed);
  const moved = pods.filter(({ spec }) => spec.nodeName === node);
  if (moved.length === 0) return;
  await bed.cluster.kubectl(['cordon', node]);
  try {
    for (const { metadata } of moved) await bed.kube.delete(resources.pods, { namespace: operator.namespace, name: metadata.name });
    await awaitOperator(bed, pods.length);
  } finally {
    await bed.cluster.kubectl(['uncordon', node]);
  }
}
