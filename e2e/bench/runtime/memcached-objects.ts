import type { KubeClient, Resource } from '@dataservices/kube';
import type { Condition, StoredObject } from '@dataservices/plan';
import { waitUntil } from '../../cluster/src/index.ts';
import { inParallel } from './in-parallel.ts';

export const memcacheds: Resource = { group: 'example.com', version: 'v1', kind: 'Memcached', plural: 'memcacheds', isNamespaced: true };
export const namespace = 'default';

type Memcached = StoredObject & { readonly status?: { readonly conditions?: readonly Condition[] } };

export const nameOf = (at: number) => `cart-${at}`;

/** Custom resources number `from` to `to` - 1, of one pod each. */
export async function createObjects(kube: KubeClient, from: number, to: number): Promise<void> {
  await inParallel(to - from, 16, async (at) => {
    const metadata = { name: nameOf(from + at), namespace };
    await kube.create(memcacheds, { apiVersion: 'example.com/v1', kind: 'Memcached', metadata, ...{ spec: { replicas: 1 } } });
  });
}

/** Until each says of its present generation that nothing is left to do. @returns after how many milliseconds */
export async function awaitSettled(kube: KubeClient, count: number, timeoutMs: number): Promise<number> {
  const startMs = performance.now();
  await waitUntil(
    async () => {
      const { items } = await kube.list<Memcached>(memcacheds, { namespace });
      return items.length === count && items.every(isSettled);
    },
    { what: `${count} objects to be settled`, timeoutMs, intervalMs: 200 },
  );
  return performance.now() - startMs;
}

function isSettled({ metadata, status }: Memcached): boolean {
  const settled = status?.conditions?.find(({ type }) => type === 'Settled');
  return settled?.status === 'True' && settled.observedGeneration === metadata.generation;
}
