import { join } from 'node:path';
import { connect } from '@dataservices/kube';
import { bundle } from '../../../../tools/bundle.ts';
import { startSimulatedCluster } from '../../../cluster/src/index.ts';
import { repository } from '../../../src/results-folder.ts';
import type { RuntimeResult } from '../report/runtime-result.ts';
import type { PartName, Size } from '../runtime-parts.ts';
import { measureIdle } from './measure-idle.ts';
import { measureLatency } from './measure-latency.ts';
import { measureScale, type ScaleFigure } from './measure-scale.ts';
import { measureTakeOver } from './measure-take-over.ts';
import { installMemcached } from './memcached-objects.ts';
import type { OperatorBench } from './operator-bench.ts';
import { reconcileFromNothing } from './reconcile-from-nothing.ts';

type OperatorFigures = Pick<RuntimeResult, 'idle' | 'scales' | 'latency' | 'takeOvers'>;
type Measure = (bench: OperatorBench, size: Size, signal: AbortSignal) => Promise<Partial<OperatorFigures>>;

/** Where the custom resources are that changes and take-overs find reconciled. */
const standing = 'bench-standing';

const measures: Readonly<Partial<Record<PartName, Measure>>> = {
  idle: async (bench, { restSeconds }) => ({ idle: await measureIdle(bench, restSeconds) }),
  async scale(bench, { scales, repetitions, restSeconds }, signal) {
    const figures: ScaleFigure[] = [];
    for (const objects of scales) {
      signal.throwIfAborted();
      console.log(`  ${objects} objects`);
      figures.push(await measureScale(bench, { objects, repetitions, restSeconds }));
    }
    return { scales: figures };
  },
  async changes(bench, { objects, changes, changesPerSecond: perSecond }) {
    return { latency: await measureLatency(bench, { namespace: standing, objects, changes, perSecond }) };
  },
  async 'take-over'(bench, { cleanTakeOvers, kills }, signal) {
    const clean = await measureTakeOver(bench, { namespace: standing, end: 'SIGTERM', repetitions: cleanTakeOvers });
    signal.throwIfAborted();
    return { takeOvers: [clean, await measureTakeOver(bench, { namespace: standing, end: 'SIGKILL', repetitions: kills })] };
  },
};

/** Bundled operators as processes, on a cluster whose controllers are real and whose pods are not. */
export async function measureOperators(
  folder: string,
  parts: readonly PartName[],
  size: Size,
  signal: AbortSignal,
): Promise<OperatorFigures> {
  const { kubeconfigPath: kubeconfig, stop } = await startSimulatedCluster({ folder });
  const kube = connect({ kubeconfig, userAgent: 'bench', rateLimit: 'none' });
  try {
    const file = join(folder, 'memcached.mjs');
    await bundle({ entry: join(repository, 'examples/memcached-operator/src/main.ts'), file });
    await installMemcached(kube);
    const bench: OperatorBench = { kube, kubeconfig, bundle: file, folder };
    if (parts.includes('changes') || parts.includes('take-over')) await reconcileFromNothing(bench, standing, size.objects);
    let figures: OperatorFigures = { scales: [], takeOvers: [] };
    for (const part of parts) {
      signal.throwIfAborted();
      const measure = measures[part];
      if (measure === undefined) continue;
      console.log(part);
      figures = { ...figures, ...(await measure(bench, size, signal)) };
    }
    return figures;
  } finally {
    await kube.close();
    await stop();
  }
}
