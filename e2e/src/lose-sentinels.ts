import { resources } from '@dataservices/kube';
import type { StoredObject } from '@dataservices/plan';
import { waitUntil } from '../cluster/src/index.ts';
import type { Fault } from './node-faults.ts';
import type { RedisRef } from './redis-object.ts';
import { sentinelPods } from './redis-objects-of.ts';
import type { TestBed } from './test-bed.ts';

/** So that no pod is scheduled anywhere; what runs goes on. */
export async function cordonAll(bed: TestBed): Promise<Fault> {
  const { items } = await bed.kube.list<StoredObject>(resources.nodes);
  const names = items.map(({ metadata }) => metadata.name);
  await bed.cluster.kubectl(['cordon', ...names]);
  return { heal: async () => void (await bed.cluster.kubectl(['uncordon', ...names])) };
}

/** Deletes all sentinels but the first where there is no room for others; returns when those that take their places cannot be scheduled. */
export async function loseSentinels(bed: TestBed, ref: RedisRef): Promise<Fault> {
  const room = await cordonAll(bed);
  const [, ...lost] = await sentinelPods(bed, ref);
  for (const { metadata } of lost) await bed.kube.delete(resources.pods, { namespace: ref.namespace, name: metadata.name });
  const uids = new Set(lost.map(({ metadata }) => metadata.uid));
  await waitUntil(
    async () => {
      const pods = await sentinelPods(bed, ref);
      const pending = pods.filter(({ metadata, spec }) => !uids.has(metadata.uid) && spec.nodeName === undefined);
      return pending.length === lost.length && pods.length === lost.length + 1;
    },
    { what: 'the sentinels to be gone', timeoutMs: 30_000, intervalMs: 200 },
  );
  return room;
}
