import type { ZookeeperCluster } from '@dataservices/api';
import { resources } from '@dataservices/kube';
import { askZookeeper } from '../../src/ask-zookeeper.ts';
import { killContainer } from '../../src/kill-container.ts';
import type { TestBed } from '../../src/test-bed.ts';
import { applyZookeeper, awaitZookeeper, awaitZookeeperRest, type ZookeeperRef, zookeeperPods } from '../../src/zookeeper-object.ts';
import { awaitStatic, makeStatic, resizeStatic, restartStatic } from './static-ensemble.ts';
import { measureWork, type WorkFigure } from './work-figure.ts';
import type { Way, WorkName } from './zookeeper-result.ts';

/** Both ensembles of a run. */
export type Ensembles = Readonly<Record<Way, ZookeeperRef>>;

export const sizes = { before: 3, grown: 5 } as const;
const spec = { storage: { size: '1Gi' } };

export type WorkInput = { readonly ensembles: Ensembles; readonly work: WorkName; readonly way: Way; readonly name: string };

/** One piece of work under load, on an ensemble that is whole before it and after it. */
export async function measurePart(bed: TestBed, { ensembles, work, way, name }: WorkInput): Promise<WorkFigure> {
  const cluster = ensembles[way];
  await haveSize(bed, cluster, way, work === 'leave' ? sizes.grown : sizes.before);
  return measureWork(bed, { cluster, name }, () => doers[way][work](bed, cluster, name));
}

/** @param size that it is to have when the measurement begins */
export async function haveSize(bed: TestBed, cluster: ZookeeperRef, way: Way, size: number): Promise<void> {
  if (way === 'operator') return resize(bed, cluster, size);
  const there = (await zookeeperPods(bed, cluster)).length;
  if (there === 0) await makeStatic(bed, cluster, size);
  else if (there !== size) await resizeStatic(bed, cluster, there, size);
  else await awaitStatic(bed, cluster, size);
}

async function resize(bed: TestBed, cluster: ZookeeperRef, replicas: number): Promise<void> {
  await applyZookeeper(bed, cluster, { ...spec, replicas });
  await awaitZookeeperRest(bed, cluster, `the change to ${replicas}`, 180_000);
}

type Doer = (bed: TestBed, cluster: ZookeeperRef, name: string) => Promise<void>;

const doers: Readonly<Record<Way, Readonly<Record<WorkName, Doer>>>> = {
  operator: {
    kill: async (bed, cluster) => {
      await killLeader(bed, cluster);
      await awaitZookeeperRest(bed, cluster, 'the death of its leader');
    },
    roll: restart,
    join: (bed, cluster) => resize(bed, cluster, sizes.grown),
    leave: (bed, cluster) => resize(bed, cluster, sizes.before),
  },
  'static list': {
    kill: async (bed, cluster) => {
      await killLeader(bed, cluster);
      await awaitStatic(bed, cluster, sizes.before);
    },
    roll: (bed, cluster) => restartStatic(bed, cluster, sizes.before),
    join: (bed, cluster) => resizeStatic(bed, cluster, sizes.before, sizes.grown),
    leave: (bed, cluster) => resizeStatic(bed, cluster, sizes.grown, sizes.before),
  },
};

async function restart(bed: TestBed, cluster: ZookeeperRef, token: string): Promise<void> {
  await bed.kube.mergePatch(resources.zookeeperClusters, cluster, { metadata: { annotations: { 'dataservices.dev/restart': token } } });
  const isHandled = ({ status }: ZookeeperCluster) =>
    status.requests?.some((request) => request.token === token && request.state === 'Handled') === true;
  await awaitZookeeper(bed, cluster, isHandled, { what: 'the restart to be handled', timeoutMs: 240_000 });
  await awaitZookeeperRest(bed, cluster, 'the restart');
}

async function killLeader(bed: TestBed, { namespace, name }: ZookeeperRef): Promise<void> {
  for (const { metadata } of await zookeeperPods(bed, { namespace, name })) {
    const pod = { namespace, name: metadata.name };
    if ((await askZookeeper(bed, pod))?.mode !== 'leader') continue;
    return killContainer(bed, pod, 'zookeeper');
  }
  throw new Error(`nobody leads ${name}`);
}
