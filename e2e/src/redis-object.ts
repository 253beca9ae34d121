import type { RedisCluster, RedisClusterSpecInput } from '@dataservices/api';
import { type Ref, resources } from '@dataservices/kube';
import type { KubeObject, StoredObject } from '@dataservices/plan';
import { waitUntil } from '../cluster/src/index.ts';
import { actualMasters } from './actual-masters.ts';
import { fieldManager, type TestBed } from './test-bed.ts';

/** A RedisCluster that lives in a namespace. */
export type RedisRef = Required<Ref>;

const defaultSpec: RedisClusterSpecInput = { storage: { size: '1Gi' } };

/** Server-side apply, as `kubectl apply` of a file with this spec. @throws KubeError Invalid where admission refuses it */
export function applyRedis({ kube }: TestBed, { namespace, name }: RedisRef, spec: object = defaultSpec): Promise<StoredObject> {
  const object = { apiVersion: 'dataservices.dev/v1alpha1', kind: 'RedisCluster', metadata: { namespace, name }, spec };
  return kube.apply(resources.redisClusters, object as KubeObject, { fieldManager });
}

export async function readRedis({ kube }: TestBed, ref: RedisRef): Promise<RedisCluster> {
  const found = await kube.get<RedisCluster>(resources.redisClusters, ref);
  if (found === undefined) throw new Error(`there is no RedisCluster ${ref.name} in ${ref.namespace}`);
  return found;
}

export type AwaitOptions = {
  /** What is awaited, for the error message: `cart to be whole again`. */
  readonly what: string;
  readonly timeoutMs: number;
};

/** Polls until the cluster is as wanted, and returns it. @throws Error that tells its conditions at the end */
export function awaitRedis(
  bed: TestBed,
  ref: RedisRef,
  isAsWanted: (cluster: RedisCluster) => boolean,
  { what, timeoutMs }: AwaitOptions,
): Promise<RedisCluster> {
  return waitUntil(
    async () => {
      const cluster = await readRedis(bed, ref);
      return isAsWanted(cluster) && cluster;
    },
    { what, timeoutMs, intervalMs: 200, explain: async () => describeRedis(await readRedis(bed, ref)) },
  );
}

export function conditionOf({ status }: RedisCluster, type: string) {
  return status?.conditions?.find((condition) => condition.type === type);
}

/** Whole, with nothing left to do, and this is said about the spec that is there now. */
export function isAtRest(cluster: RedisCluster): boolean {
  const isObserved = cluster.status?.observedGeneration === cluster.metadata.generation;
  return isObserved && ['Ready', 'Settled'].every((type) => conditionOf(cluster, type)?.status === 'True');
}

/**
 * Waits until it is at rest, and until status is true: an operator that was stopped for a while leaves one behind that says that
 * all is well.
 *
 * @param fault what it recovers from, for the error message
 */
export function awaitRest(bed: TestBed, ref: RedisRef, fault: string, timeoutMs = 90_000): Promise<RedisCluster> {
  const isTrue = async ({ status }: RedisCluster) => (await actualMasters(bed, ref)).join() === status.leader;
  return waitUntil(
    async () => {
      const cluster = await readRedis(bed, ref);
      return isAtRest(cluster) && (await isTrue(cluster)) && cluster;
    },
    {
      what: `${ref.name} to be whole and settled after ${fault}`,
      timeoutMs,
      intervalMs: 200,
      explain: async () => `${describeRedis(await readRedis(bed, ref))}\nactual masters: ${await actualMasters(bed, ref)}`,
    },
  );
}

/** A few lines on how the cluster is, from its status alone. */
export function describeRedis({ metadata, status }: RedisCluster): string {
  const conditions = (status?.conditions ?? []).map(
    ({ type, status: value, reason, message }) => `  ${type}=${value} ${reason}: ${message}`,
  );
  const members = (status?.members ?? []).map(
    ({ name, role, ready, detail }) => `  ${name} ${role} ${ready ? 'ready' : `not ready: ${detail}`}`,
  );
  const operation = status?.operation === undefined ? [] : [`  operation ${status.operation.rule}: ${status.operation.message}`];
  const head = `RedisCluster ${metadata.name}, generation ${metadata.generation} (observed ${status?.observedGeneration}), leader ${status?.leader}`;
  return [head, ...conditions, ...operation, ...members].join('\n');
}
