import { type Kube, resources } from '@dataservices/kube';
import type { Pod } from '@dataservices/members';
import { testManager } from '@dataservices/reconcile/testing';
import { crashBetweenWrites, useCrashBed, type WriteCrash } from '@dataservices/testing';
import { describe, expect, test } from 'vitest';
import { addMemcachedController, memcacheds } from './controller.ts';
import { memcachedCrd } from './crd.ts';
import type { Memcached } from './memcached.ts';

const bed = useCrashBed({ userAgent: 'memcached-operator', crd: memcachedCrd, resource: memcacheds, operator });

function operator(kube: Kube, namespace: string) {
  const manager = testManager({ name: 'memcached-operator', kube, namespace });
  addMemcachedController(manager);
  return manager;
}

async function podsOf(namespace: string): Promise<readonly Pod[]> {
  return (await bed.admin().list<Pod>(resources.pods, { namespace })).items;
}

async function end(namespace: string): Promise<unknown> {
  const [pods, sets, services] = await Promise.all([
    podsOf(namespace),
    bed.admin().list(resources.statefulSets, { namespace }),
    bed.admin().list(resources.services, { namespace }),
  ]);
  return {
    pods: pods.map(({ metadata, spec }) => [metadata.name, spec?.containers[0]?.image]),
    objects: [...sets.items, ...services.items].map(({ kind, metadata }) => [kind, metadata.name, metadata.ownerReferences?.[0]?.name]),
  };
}

async function explain(namespace: string): Promise<unknown> {
  const cart = await bed.read<Memcached>(namespace);
  const pods = (await podsOf(namespace)).map(({ metadata, spec, status }) => [
    metadata.name,
    metadata.deletionTimestamp ?? 'alive',
    spec?.nodeName,
    status?.phase,
    spec?.containers[0]?.image,
  ]);
  return { operation: cart?.status?.operation?.message, pods };
}

const image = (tag: number) => `memcached:${tag}`;

/** Every second crash, so that each write has one; all of them in the full tier. */
const isFull = process.env.DATASERVICES_E2E_TIER === 'full';
const isChosen = ({ write, when }: WriteCrash) => isFull || (write % 2 === 0) === (when === 'before');

describe('whichever write the operator dies at, it comes to the same end', { timeout: 240_000, concurrent: true }, () => {
  test.for([
    ['create', undefined, { replicas: 3, image: image(1) }],
    ['grow', { replicas: 1, image: image(1) }, { replicas: 3, image: image(1) }],
    ['shrink', { replicas: 3, image: image(1) }, { replicas: 1, image: image(1) }],
    ['roll', { replicas: 3, image: image(1) }, { replicas: 3, image: image(2) }],
  ] as const)('%s', async ([, before, after]) => {
    const scenario = bed.scenario(before && { spec: before }, { spec: after }, { end, explain });
    const { writes, tried } = await crashBetweenWrites(scenario, isChosen);
    expect(writes.length).toBeGreaterThan(0);
    expect(tried).toBe(isFull ? writes.length * 2 : writes.length);
  });
});
