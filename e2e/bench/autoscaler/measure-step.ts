import { setTimeout as delay } from 'node:timers/promises';
import { type KubeClient, resources } from '@dataservices/kube';
import type { StoredObject } from '@dataservices/plan';
import { startPrometheus } from '../../../libs/testing/src/prometheus-server.ts';
import { waitUntil } from '../../cluster/src/wait-until.ts';
import type { OperatorBench } from '../runtime/operators/operator-bench.ts';
import { quantile } from '../runtime/operators/quantile.ts';
import { within } from '../runtime/operators/within.ts';
import { byHpa } from './hpa/by-hpa.ts';
import { byKeda } from './keda/by-keda.ts';
import { createTargets, firstSize, loadOfCluster, settle } from './scaled-objects.ts';
import { byOperator } from './step-scaler.ts';

export type StepFigure = StepInput & {
  /** Between two scrapes of the metric. */
  readonly scrapeSeconds: number;
  /** From another value of the metric, where it is scraped, to the news of another `spec.replicas`. */
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly maxMs: number;
};

export type StepInput = {
  readonly by: keyof typeof scalers;
  /** Between two looks. */
  readonly periodSeconds: number;
  readonly repetitions: number;
};

const scalers = { operator: byOperator, hpa: byHpa, keda: byKeda(false), kedaCached: byKeda(true) };

const scrapeMs = 1_000;
const otherSize = 5;

/** How soon a target is scaled after its metric has changed: up and down in turns, at any moment between two scrapes and two looks. */
export async function measureStep(bench: OperatorBench, input: StepInput): Promise<StepFigure> {
  const { by, periodSeconds } = input;
  const namespace = `bench-step-${by.toLowerCase()}-${periodSeconds}`;
  const prometheus = await startPrometheus({ scrapeMs });
  try {
    const setLoad = (replicas: number) => prometheus.exporter.set(Object.fromEntries([loadOfCluster(0, replicas)]));
    setLoad(firstSize);
    await createTargets(bench.kube, namespace, 1);
    await awaitScrape(prometheus.port);
    const scene = { bench, namespace, prometheusPort: prometheus.port, periodSeconds };
    const tookMs = await scalers[by](scene, () => makeSteps(bench.kube, namespace, input, setLoad));
    return { ...input, scrapeSeconds: scrapeMs / 1_000, ...spreadOfSteps(tookMs) };
  } finally {
    await prometheus.stop();
  }
}

/** Before anybody asks: prometheus-adapter looks once for what there is, and then not for ten minutes. */
async function awaitScrape(port: number): Promise<void> {
  const query = async () => {
    const answer = await fetch(`http://127.0.0.1:${port}/api/v1/query?query=load`);
    const { data } = (await answer.json()) as { readonly data?: { readonly result: readonly unknown[] } };
    return (data?.result.length ?? 0) > 0;
  };
  await waitUntil(query, { what: 'Prometheus to have scraped the metric', timeoutMs: 60_000, intervalMs: 200 });
}

/** @returns what each took, in milliseconds */
async function makeSteps(
  kube: KubeClient,
  namespace: string,
  { periodSeconds, repetitions }: StepInput,
  setLoad: (replicas: number) => void,
): Promise<readonly number[]> {
  const size = followSize(kube, namespace);
  try {
    const found: number[] = [];
    for (let at = 0; at < repetitions; at += 1) {
      // A whole look of the target at rest; then any moment of the next one.
      await delay(periodSeconds * 1_000 * (1 + momentOf(at)) + scrapeMs);
      const replicas = at % 2 === 0 ? otherSize : firstSize;
      const startMs = performance.now();
      const changed = size.reached(replicas);
      setLoad(replicas);
      const redis = await within(60_000 + periodSeconds * 2_000, `${replicas} replicas`, changed);
      found.push(performance.now() - startMs);
      await settle(kube, redis, replicas);
    }
    return found;
  } finally {
    await size.stop();
  }
}

function spreadOfSteps(tookMs: readonly number[]): Pick<StepFigure, 'p50Ms' | 'p99Ms' | 'maxMs'> {
  return { p50Ms: quantile(tookMs, 0.5), p99Ms: quantile(tookMs, 0.99), maxMs: quantile(tookMs, 1) };
}

/** Moments between 0 and 1 that lie evenly, however many of them there are: by the golden ratio. */
export function momentOf(at: number): number {
  return (at * 0.618_033_988_749_895) % 1;
}

type Sized = StoredObject & { readonly spec: { readonly replicas: number } };

/** Follows the one RedisCluster of a namespace by a watch. */
function followSize(kube: KubeClient, namespace: string) {
  let onNews = (_redis: Sized) => {};
  const watch = kube.watch<Sized>(resources.redisClusters, { namespace }, (event) => {
    if (event.type === 'MODIFIED') onNews(event.object);
  });
  return {
    /** Resolves when it is asked to have so many replicas, from now on. */
    reached: (replicas: number) =>
      new Promise<Sized>((resolve) => {
        onNews = (redis) => {
          if (redis.spec.replicas === replicas) resolve(redis);
        };
      }),
    stop: () => watch.stop(),
  };
}
