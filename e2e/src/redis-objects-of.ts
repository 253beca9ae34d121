import { type Ref, resources } from '@dataservices/kube';
import type { StoredObject } from '@dataservices/plan';
import { waitUntil } from '../cluster/src/index.ts';
import { actualMasters } from './actual-masters.ts';
import { driverKinds } from './kinds.ts';
import { listPods, type Pod, readPod, redisSelector } from './pod.ts';
import { type RedisRef, readRedis } from './redis-object.ts';
import type { TestBed } from './test-bed.ts';

export function dataPods({ kube }: TestBed, { namespace, name }: RedisRef): Promise<readonly Pod[]> {
  return listPods(kube, namespace, redisSelector(name, 'data'));
}

export function sentinelPods({ kube }: TestBed, { namespace, name }: RedisRef): Promise<readonly Pod[]> {
  return listPods(kube, namespace, redisSelector(name, 'sentinel'));
}

/** Of its members and of its sentinels. */
export async function allPods(bed: TestBed, ref: RedisRef): Promise<readonly Pod[]> {
  return (await Promise.all([dataPods(bed, ref), sentinelPods(bed, ref)])).flat();
}

/** The pod that leads, as the members themselves say. @throws Error while nobody does, or more than one */
export async function masterPod(bed: TestBed, ref: RedisRef): Promise<Pod> {
  const masters = await actualMasters(bed, ref);
  const [name] = masters;
  if (name === undefined || masters.length > 1) throw new Error(`${ref.name} has ${masters.length} masters: ${masters.join(', ')}`);
  return readPod(bed.kube, { namespace: ref.namespace, name });
}

type EndpointSlice = StoredObject & {
  readonly endpoints?: readonly { readonly targetRef?: { readonly name: string }; readonly conditions?: { readonly ready?: boolean } }[];
};

/** Names of the pods that a Service leads to now. */
export async function podsBehind({ kube }: TestBed, namespace: string, service: string): Promise<readonly string[]> {
  const labelSelector = `kubernetes.io/service-name=${service}`;
  const { items } = await kube.list<EndpointSlice>(driverKinds.endpointSlices, { namespace, labelSelector });
  const ready = items.flatMap(({ endpoints }) => endpoints ?? []).filter(({ conditions }) => conditions?.ready !== false);
  return ready.flatMap(({ targetRef }) => targetRef?.name ?? []).sort();
}

/**
 * Returns when the client Service leads to the master alone, and the read-only one to all others. Not at once: the kubelet
 * asks a pod for its readiness only every few seconds.
 */
export async function awaitServices(bed: TestBed, ref: RedisRef): Promise<void> {
  const ask = async () => {
    const { status } = await readRedis(bed, ref);
    const members = (await dataPods(bed, ref)).map(({ metadata }) => metadata.name).sort();
    const client = await podsBehind(bed, ref.namespace, `${ref.name}-redis`);
    const readonly = await podsBehind(bed, ref.namespace, `${ref.name}-redis-readonly`);
    return { leader: status.leader ?? '', members, client, readonly };
  };
  await waitUntil(
    async () => {
      const { leader, members, client, readonly } = await ask();
      return client.join() === leader && readonly.join() === members.filter((name) => name !== leader).join();
    },
    { what: 'the Services to follow the roles', timeoutMs: 20_000, intervalMs: 200, explain: async () => JSON.stringify(await ask()) },
  );
}

export type Binding = Readonly<Record<string, string>>;

/** The entries of the binding Secret in clear; undefined before it exists. */
export function readBinding(bed: TestBed, { namespace, name }: RedisRef): Promise<Binding | undefined> {
  return readSecret(bed, { namespace, name: `${name}-redis-binding` });
}

/** The entries of a Secret in clear; undefined where there is none. */
export async function readSecret({ kube }: TestBed, ref: Ref): Promise<Binding | undefined> {
  type Secret = StoredObject & { readonly data?: Readonly<Record<string, string>> };
  const secret = await kube.get<Secret>(resources.secrets, ref);
  if (secret === undefined) return undefined;
  return Object.fromEntries(Object.entries(secret.data ?? {}).map(([key, value]) => [key, Buffer.from(value, 'base64').toString()]));
}
