import { setTimeout as delay } from 'node:timers/promises';
import { followReplicas, type SeenChange } from './change-replicas.ts';
import { type OperatorBench, operatorInput } from './operator-bench.ts';
import { withOperator } from './operator-process.ts';
import { quantile } from './quantile.ts';
import { followSettled } from './settled-objects.ts';
import { within } from './within.ts';

export type LatencyFigure = {
  readonly objects: number;
  readonly changes: number;
  readonly perSecond: number;
  /** From the news of a changed custom resource to the news of its changed StatefulSet. */
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly maxMs: number;
  /** From the request for a change to the news of it: what this machine takes for a write and a watch event, without any operator. */
  readonly newsP50Ms: number;
  readonly newsP99Ms: number;
};

export type LatencyInput = {
  readonly namespace: string;
  /** Custom resources that there are in it, reconciled. */
  readonly objects: number;
  readonly changes: number;
  /** Slow enough that each change is met by an operator that has nothing else to do. */
  readonly perSecond: number;
};

/** How soon a change of a custom resource has its effect, both as this process hears of them. */
export async function measureLatency(
  bench: OperatorBench,
  { namespace, objects, changes, perSecond }: LatencyInput,
): Promise<LatencyFigure> {
  const settled = followSettled(bench.kube, namespace);
  const replicas = followReplicas(bench.kube, namespace);
  try {
    const seen = await withOperator(operatorInput(bench, namespace), async () => {
      await within(120_000, 'all objects to be settled', settled.reached(objects));
      const pending: Promise<SeenChange>[] = [];
      for (let at = 0; at < changes; at += 1) {
        const next = delay(1000 / perSecond);
        const change = replicas.change(at % objects);
        // The first failure is thrown below, when all were begun.
        change.catch(() => {});
        pending.push(change);
        await next;
      }
      return Promise.all(pending);
    });
    const effectMs = seen.map(({ resourceMs, childMs }) => childMs - resourceMs);
    const newsMs = seen.map(({ sentMs, resourceMs }) => resourceMs - sentMs);
    return {
      objects,
      changes,
      perSecond,
      p50Ms: quantile(effectMs, 0.5),
      p99Ms: quantile(effectMs, 0.99),
      maxMs: quantile(effectMs, 1),
      newsP50Ms: quantile(newsMs, 0.5),
      newsP99Ms: quantile(newsMs, 0.99),
    };
  } finally {
    await Promise.all([settled.stop(), replicas.stop()]);
  }
}
