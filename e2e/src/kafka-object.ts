import type { KafkaCluster } from '@dataservices/api';
import { type Ref, resources } from '@dataservices/kube';
import type { KubeObject, StoredObject } from '@dataservices/plan';
import { waitUntil } from '../cluster/src/index.ts';
import { listPods, type Pod } from './pod.ts';
import { fieldManager, type TestBed } from './test-bed.ts';

/** A KafkaCluster that lives in a namespace. */
export type KafkaRef = Required<Ref>;

/** Server-side apply, as `kubectl apply` of a file with this spec. @throws KubeError Invalid where admission refuses it */
export function applyKafka({ kube }: TestBed, { namespace, name }: KafkaRef, spec: object): Promise<StoredObject> {
  const object: KubeObject = { apiVersion: 'dataservices.dev/v1alpha1', kind: 'KafkaCluster', metadata: { namespace, name }, ...{ spec } };
  return kube.apply(resources.kafkaClusters, object, { fieldManager });
}

export async function readKafka({ kube }: TestBed, ref: KafkaRef): Promise<KafkaCluster> {
  const found = await kube.get<KafkaCluster>(resources.kafkaClusters, ref);
  if (found === undefined) throw new Error(`there is no KafkaCluster ${ref.name} in ${ref.namespace}`);
  return found;
}

/** Polls until the cluster is as wanted, and returns it. @throws Error that tells its status at the end */
export function awaitKafka(
  bed: TestBed,
  ref: KafkaRef,
  isAsWanted: (cluster: KafkaCluster) => boolean,
  { what, timeoutMs }: { readonly what: string; readonly timeoutMs: number },
): Promise<KafkaCluster> {
  return waitUntil(
    async () => {
      const cluster = await readKafka(bed, ref);
      return cluster.status !== undefined && isAsWanted(cluster) && cluster;
    },
    { what, timeoutMs, intervalMs: 200, explain: async () => JSON.stringify((await readKafka(bed, ref)).status, undefined, 1) },
  );
}

/** Whole, with nothing left to do, and this is said about the spec that is there now. */
export function isKafkaAtRest({ metadata, status }: KafkaCluster): boolean {
  const holds = (type: string) => status.conditions?.some((condition) => condition.type === type && condition.status === 'True') === true;
  return status.observedGeneration === metadata.generation && holds('Ready') && holds('Settled');
}

/** @param fault what it recovers from, for the error message */
export function awaitKafkaRest(bed: TestBed, ref: KafkaRef, fault: string, timeoutMs = 120_000): Promise<KafkaCluster> {
  return awaitKafka(bed, ref, isKafkaAtRest, { what: `${ref.name} to be whole and settled after ${fault}`, timeoutMs });
}

/** Brokers and controllers. */
export function kafkaPods({ kube }: TestBed, { namespace, name }: KafkaRef): Promise<readonly Pod[]> {
  return listPods(kube, namespace, `app.kubernetes.io/name=kafka,app.kubernetes.io/instance=${name}`);
}
