import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { resources } from '@dataservices/kube';
import type { StoredObject } from '@dataservices/plan';
import { waitUntil } from '../../cluster/src/index.ts';
import type { OperatorBench } from './measure-operator.ts';
import { memcacheds, nameOf, namespace } from './memcached-objects.ts';
import { startOperator } from './operator-process.ts';

export type LatencyFigure = { readonly objects: number; readonly changes: number; readonly p50Ms: number; readonly p99Ms: number };

type StatefulSet = StoredObject & { readonly spec: { readonly replicas: number } };

const port = 18_081;
/** Slow enough that each change is met by an operator that has nothing else to do. */
const betweenChangesMs = 40;

/** From the answer to a change of a custom resource to the news that its StatefulSet has changed, both as this process hears of them. */
export async function measureLatency(bench: OperatorBench, objects: number, changes: number): Promise<LatencyFigure> {
  const { kube } = bench;
  const operator = await startOperator({ ...bench, port, logPath: join(bench.folder, 'operator.log') });
  const asked = new Map<string, { readonly replicas: number; atMs: number }>();
  const latencies: number[] = [];
  const watch = kube.watch<StatefulSet>(resources.statefulSets, { namespace }, (event) => {
    if (event.type === 'LISTED' || event.type === 'DELETED') return;
    const { metadata, spec } = event.object;
    const wanted = asked.get(metadata.name);
    if (wanted === undefined || spec.replicas !== wanted.replicas) return;
    asked.delete(metadata.name);
    latencies.push(performance.now() - wanted.atMs);
  });
  for (let change = 0; change < changes; change += 1) {
    const name = nameOf(change % objects);
    const replicas = 2 - (Math.floor(change / objects) % 2);
    await waitUntil(async () => !asked.has(name), { what: `the change of ${name} before`, timeoutMs: 30_000, intervalMs: 5 });
    const wanted = { replicas, atMs: performance.now() };
    asked.set(name, wanted);
    await kube.mergePatch(memcacheds, { namespace, name }, { spec: { replicas } });
    // The news may have been quicker than the answer.
    wanted.atMs = performance.now();
    await delay(betweenChangesMs);
  }
  await waitUntil(async () => asked.size === 0, { what: 'the last changes', timeoutMs: 30_000, intervalMs: 20 });
  await watch.stop();
  await operator.stop('SIGTERM');
  return { objects, changes, p50Ms: quantile(latencies, 0.5), p99Ms: quantile(latencies, 0.99) };
}

function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.ceil(sorted.length * share) - 1)] ?? Number.NaN;
}
