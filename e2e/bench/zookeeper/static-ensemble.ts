import { type Resource, resources } from '@dataservices/kube';
import { waitUntil } from '../../cluster/src/index.ts';
import { askZookeeper } from '../../src/ask-zookeeper.ts';
import { readPod } from '../../src/pod.ts';
import { fieldManager, type TestBed } from '../../src/test-bed.ts';
import { type ZookeeperRef, zookeeperPods } from '../../src/zookeeper-object.ts';
import { type StaticInput, staticObjects } from './static-objects.ts';

const kinds: Readonly<Record<string, Resource>> = {
  Service: resources.services,
  Secret: resources.secrets,
  StatefulSet: resources.statefulSets,
};

type Sizes = Pick<StaticInput, 'replicas' | 'listed'>;

async function applyStatic({ kube, cluster: { registry } }: TestBed, cluster: ZookeeperRef, sizes: Sizes): Promise<void> {
  for (const object of staticObjects({ ...sizes, cluster, registry })) {
    const kind = kinds[object.kind];
    if (kind === undefined) throw new Error(`${object.kind} is not of a static ensemble`);
    await kube.apply(kind, object, { fieldManager });
  }
}

/** Makes the ensemble, and returns when all of it serves. */
export async function makeStatic(bed: TestBed, cluster: ZookeeperRef, size: number): Promise<void> {
  await applyStatic(bed, cluster, { replicas: size, listed: size });
  await awaitStatic(bed, cluster, size);
}

/** Returns when so many pods are there, one of them leads, and all others follow. */
export async function awaitStatic(bed: TestBed, cluster: ZookeeperRef, size: number): Promise<void> {
  const modes = async () => [...(await modesOf(bed, cluster)).values()];
  const isWhole = async () => {
    const all = await modes();
    return all.length === size && all.every((mode) => mode !== undefined) && all.filter((mode) => mode === 'leader').length === 1;
  };
  await waitUntil(isWhole, {
    what: `${size} members of ${cluster.name} to serve`,
    timeoutMs: 120_000,
    intervalMs: 500,
    explain: async () => JSON.stringify(await modes()),
  });
}

async function modesOf(bed: TestBed, { namespace, name }: ZookeeperRef): Promise<ReadonlyMap<string, string | undefined>> {
  const pods = await zookeeperPods(bed, { namespace, name });
  const ask = async (pod: string) => [pod, (await askZookeeper(bed, { namespace, name: pod }))?.mode] as const;
  return new Map(await Promise.all(pods.map(({ metadata }) => ask(metadata.name))));
}

/**
 * Another membership, as it is done where none can be changed while it is in use. Whoever comes starts with the new list, and then everybody
 * restarts with it. Whoever goes, goes first: one with the new list does not follow a leader that is not in it.
 */
export async function resizeStatic(bed: TestBed, cluster: ZookeeperRef, from: number, to: number): Promise<void> {
  await applyStatic(bed, cluster, { replicas: to, listed: to });
  if (to < from) await awaitStatic(bed, cluster, to);
  await restartStatic(bed, cluster, Math.min(from, to));
  await awaitStatic(bed, cluster, to);
}

/** Restarts the first so many: followers first, the leader last, and the next one when the one before serves again. */
export async function restartStatic(bed: TestBed, cluster: ZookeeperRef, size: number): Promise<void> {
  const isOurs = (pod: string) => Number(pod.slice(pod.lastIndexOf('-') + 1)) < size;
  const left = new Set([...(await modesOf(bed, cluster)).keys()].filter(isOurs));
  while (left.size > 0) {
    const modes = await modesOf(bed, cluster);
    const next = [...left].find((pod) => modes.get(pod) !== 'leader') ?? [...left][0] ?? '';
    await restartOne(bed, { namespace: cluster.namespace, name: next });
    left.delete(next);
  }
}

async function restartOne(bed: TestBed, pod: ZookeeperRef): Promise<void> {
  const { uid } = (await readPod(bed.kube, pod)).metadata;
  await bed.kube.delete(resources.pods, pod);
  const isBack = async () => {
    const found = await bed.kube.get(resources.pods, pod);
    return found !== undefined && found.metadata.uid !== uid && (await askZookeeper(bed, pod)) !== undefined;
  };
  await waitUntil(isBack, { what: `${pod.name} to serve again`, timeoutMs: 90_000, intervalMs: 500 });
}
