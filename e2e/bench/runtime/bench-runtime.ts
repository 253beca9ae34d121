import { mkdirSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { memcachedCrd } from '@dataservices/example-memcached-operator/crd';
import { connect, type Resource } from '@dataservices/kube';
import { bundle } from '../../../tools/bundle.ts';
import { startSimulatedCluster, waitUntil } from '../../cluster/src/index.ts';
import { repository, resultsFolder } from '../../src/results-folder.ts';
import type { RunOptions } from '../../src/run-options.ts';
import { measureCache } from './measure-cache.ts';
import { measureIdle } from './measure-idle.ts';
import { measureLatency } from './measure-latency.ts';
import { measureOperator, type OperatorBench, type OperatorFigure } from './measure-operator.ts';
import { measureQueue } from './measure-queue.ts';
import { measureTakeOver } from './measure-take-over.ts';
import { memcacheds } from './memcached-objects.ts';
import { type RuntimeResult, runtimeReport } from './runtime-report.ts';

const crds: Resource = {
  group: 'apiextensions.k8s.io',
  version: 'v1',
  kind: 'CustomResourceDefinition',
  plural: 'customresourcedefinitions',
  isNamespaced: false,
};

const sizes = {
  whole: { operations: 1_000_000, pods: 5_000, objects: [1, 200, 1000], restSeconds: 60, changes: 500, repetitions: 3 },
  quick: { operations: 100_000, pods: 500, objects: [1, 50], restSeconds: 10, changes: 50, repetitions: 1 },
};

/** The libraries below the operators, on a real API server whose nodes are simulated. Needs no root. */
export async function benchRuntime({ values }: RunOptions, signal: AbortSignal): Promise<void> {
  const size = values.quick === true ? sizes.quick : sizes.whole;
  const folder = await mkdtemp(join(tmpdir(), 'dataservices-bench-'));
  try {
    console.log('queue');
    const queue = await measureQueue(size.operations);
    const result: RuntimeResult = { queue, ...(await onClusters(folder, size, signal)) };
    mkdirSync(resultsFolder, { recursive: true });
    const path = join(resultsFolder, 'bench-runtime.json');
    writeFileSync(path, `${JSON.stringify(result, undefined, 2)}\n`);
    console.log(`\n${runtimeReport(result)}\n\n${path}`);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

type Size = (typeof sizes)['whole'];

async function onClusters(folder: string, size: Size, signal: AbortSignal): Promise<Omit<RuntimeResult, 'queue'>> {
  const bundleFile = join(folder, 'memcached.mjs');
  await bundle({ entry: join(repository, 'examples/memcached-operator/src/main.ts'), file: bundleFile });
  // Each on a server that holds nothing else.
  const cache = await onCluster(folder, 'cache', async (kubeconfig) => {
    console.log(`cache of ${size.pods} pods`);
    return measureCache(kubeconfig, size.pods);
  });
  signal.throwIfAborted();
  return onCluster(folder, 'operator', async (kubeconfig, clusterFolder) => {
    const kube = connect({ kubeconfig, userAgent: 'bench', rateLimit: 'none' });
    const bench: OperatorBench = { kube, kubeconfig, bundle: bundleFile, folder: clusterFolder };
    await kube.apply(crds, memcachedCrd, { fieldManager: 'bench' });
    await waitUntil(
      () =>
        kube.list(memcacheds).then(
          () => true,
          () => false,
        ),
      { what: 'the kind to be served', timeoutMs: 30_000 },
    );
    const idle = await measureIdle(bench, size.restSeconds);
    const operators: OperatorFigure[] = [];
    let latency: RuntimeResult['latency'] | undefined;
    for (const [at, objects] of size.objects.entries()) {
      signal.throwIfAborted();
      console.log(`operator of ${objects} objects`);
      operators.push(await measureOperator(bench, size.objects[at - 1] ?? 0, objects, size.restSeconds));
      if (at === 1) latency = await measureLatency(bench, objects, size.changes);
    }
    console.log('take-over');
    const takeOvers = [
      await measureTakeOver(bench, 'SIGTERM', size.repetitions),
      await measureTakeOver(bench, 'SIGKILL', size.repetitions),
    ];
    await kube.close();
    return { cache, idle, operators, ...(latency !== undefined && { latency }), takeOvers };
  });
}

async function onCluster<T>(folder: string, name: string, measure: (kubeconfig: string, folder: string) => Promise<T>): Promise<T> {
  const clusterFolder = join(folder, name);
  mkdirSync(clusterFolder);
  const { kubeconfigPath, stop } = await startSimulatedCluster({ folder: clusterFolder });
  try {
    return await measure(kubeconfigPath, clusterFolder);
  } finally {
    await stop();
  }
}
