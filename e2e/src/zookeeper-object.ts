import type { ZookeeperCluster } from '@dataservices/api';
import { type Ref, resources } from '@dataservices/kube';
import type { KubeObject, StoredObject } from '@dataservices/plan';
import { waitUntil } from '../cluster/src/index.ts';
import { listPods, type Pod } from './pod.ts';
import { fieldManager, type TestBed } from './test-bed.ts';

/** A ZookeeperCluster that lives in a namespace. */
export type ZookeeperRef = Required<Ref>;

/** Server-side apply, as `kubectl apply` of a file with this spec. @throws KubeError Invalid where admission refuses it */
export function applyZookeeper({ kube }: TestBed, { namespace, name }: ZookeeperRef, spec: object): Promise<StoredObject> {
  const object: KubeObject = {
    apiVersion: 'dataservices.dev/v1alpha1',
    kind: 'ZookeeperCluster',
    metadata: { namespace, name },
    ...{ spec },
  };
  return kube.apply(resources.zookeeperClusters, object, { fieldManager });
}

export async function readZookeeper({ kube }: TestBed, ref: ZookeeperRef): Promise<ZookeeperCluster> {
  const found = await kube.get<ZookeeperCluster>(resources.zookeeperClusters, ref);
  if (found === undefined) throw new Error(`there is no ZookeeperCluster ${ref.name} in ${ref.namespace}`);
  return found;
}

/** Polls until the ensemble is as wanted, and returns it. @throws Error that tells its status at the end */
export function awaitZookeeper(
  bed: TestBed,
  ref: ZookeeperRef,
  isAsWanted: (cluster: ZookeeperCluster) => boolean,
  { what, timeoutMs }: { readonly what: string; readonly timeoutMs: number },
): Promise<ZookeeperCluster> {
  return waitUntil(
    async () => {
      const cluster = await readZookeeper(bed, ref);
      return cluster.status !== undefined && isAsWanted(cluster) && cluster;
    },
    { what, timeoutMs, intervalMs: 200, explain: async () => JSON.stringify((await readZookeeper(bed, ref)).status, undefined, 1) },
  );
}

/** Whole, with nothing left to do, and this is said about the spec that is there now. */
export function isZookeeperAtRest({ metadata, status }: ZookeeperCluster): boolean {
  const holds = (type: string) => status.conditions?.some((condition) => condition.type === type && condition.status === 'True') === true;
  return status.observedGeneration === metadata.generation && holds('Ready') && holds('Settled');
}

/** @param fault what it recovers from, for the error message */
export function awaitZookeeperRest(bed: TestBed, ref: ZookeeperRef, fault: string, timeoutMs = 90_000): Promise<ZookeeperCluster> {
  return awaitZookeeper(bed, ref, isZookeeperAtRest, { what: `${ref.name} to be whole and settled after ${fault}`, timeoutMs });
}

export function zookeeperPods({ kube }: TestBed, { namespace, name }: ZookeeperRef): Promise<readonly Pod[]> {
  return listPods(kube, namespace, `app.kubernetes.io/name=zookeeper,app.kubernetes.io/instance=${name}`);
}
