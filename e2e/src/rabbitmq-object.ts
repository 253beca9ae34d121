import type { RabbitmqCluster } from '@dataservices/api';
import { type Ref, resources } from '@dataservices/kube';
import type { KubeObject, StoredObject } from '@dataservices/plan';
import { waitUntil } from '../cluster/src/index.ts';
import { listPods, type Pod } from './pod.ts';
import { fieldManager, type TestBed } from './test-bed.ts';

/** A RabbitmqCluster that lives in a namespace. */
export type RabbitmqRef = Required<Ref>;

/** Server-side apply, as `kubectl apply` of a file with this spec. @throws KubeError Invalid where admission refuses it */
export function applyRabbitmq({ kube }: TestBed, { namespace, name }: RabbitmqRef, spec: object): Promise<StoredObject> {
  const object: KubeObject = {
    apiVersion: 'dataservices.dev/v1alpha1',
    kind: 'RabbitmqCluster',
    metadata: { namespace, name },
    ...{ spec },
  };
  return kube.apply(resources.rabbitmqClusters, object, { fieldManager });
}

export async function readRabbitmq({ kube }: TestBed, ref: RabbitmqRef): Promise<RabbitmqCluster> {
  const found = await kube.get<RabbitmqCluster>(resources.rabbitmqClusters, ref);
  if (found === undefined) throw new Error(`there is no RabbitmqCluster ${ref.name} in ${ref.namespace}`);
  return found;
}

/** Polls until the cluster is as wanted, and returns it. @throws Error that tells its status at the end */
export function awaitRabbitmq(
  bed: TestBed,
  ref: RabbitmqRef,
  isAsWanted: (cluster: RabbitmqCluster) => boolean,
  { what, timeoutMs }: { readonly what: string; readonly timeoutMs: number },
): Promise<RabbitmqCluster> {
  return waitUntil(
    async () => {
      const cluster = await readRabbitmq(bed, ref);
      return cluster.status !== undefined && isAsWanted(cluster) && cluster;
    },
    { what, timeoutMs, intervalMs: 200, explain: async () => JSON.stringify((await readRabbitmq(bed, ref)).status, undefined, 1) },
  );
}

/** Whole, with nothing left to do, and this is said about the spec that is there now. */
export function isRabbitmqAtRest({ metadata, status }: RabbitmqCluster): boolean {
  const holds = (type: string) => status.conditions?.some((condition) => condition.type === type && condition.status === 'True') === true;
  return status.observedGeneration === metadata.generation && holds('Ready') && holds('Settled');
}

/** @param fault what it recovers from, for the error message */
export function awaitRabbitmqRest(bed: TestBed, ref: RabbitmqRef, fault: string, timeoutMs = 90_000): Promise<RabbitmqCluster> {
  return awaitRabbitmq(bed, ref, isRabbitmqAtRest, { what: `${ref.name} to be whole and settled after ${fault}`, timeoutMs });
}

export function rabbitmqPods({ kube }: TestBed, { namespace, name }: RabbitmqRef): Promise<readonly Pod[]> {
  return listPods(kube, namespace, `app.kubernetes.io/name=rabbitmq,app.kubernetes.io/instance=${name}`);
}
