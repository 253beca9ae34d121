import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { KubeClient } from '@dataservices/kube';
import { waitUntil } from '../../cluster/src/index.ts';
import { spreadOf } from '../../src/statistics.ts';
import { awaitSettled, createObjects } from './memcached-objects.ts';
import { type OperatorProcess, startOperator } from './operator-process.ts';

export type OperatorFigure = {
  readonly objects: number;
  /** From the start of the process, with objects that nobody has reconciled yet, to the last one settled; pods are simulated. */
  readonly firstMs: number;
  /** The same for a process that finds them all as they should be: to the last one looked at. */
  readonly againMs: number;
  readonly rssBytes: number;
  /** Of one core, at rest. */
  readonly cpuPercent: number;
  /** Other than renewals of a Lease, of which there is none here. */
  readonly writesAtRest: number;
};

export type OperatorBench = { readonly kube: KubeClient; readonly kubeconfig: string; readonly bundle: string; readonly folder: string };

const port = 18_080;
const writes = /^rest_client_requests_total\{.*method="(POST|PUT|PATCH|DELETE)"/;
const passes = /^controller_runtime_reconcile_total\{/;

/** So many custom resources, reconciled from nothing, and then by a new process that finds them done. */
export async function measureOperator(bench: OperatorBench, before: number, objects: number, restSeconds: number): Promise<OperatorFigure> {
  const { kube } = bench;
  await createObjects(kube, before, objects);
  const start = () => startOperator({ ...bench, port, logPath: join(bench.folder, 'operator.log') });
  const startMs = performance.now();
  const first = await start();
  await awaitSettled(kube, objects, 600_000);
  const firstMs = performance.now() - startMs;
  await first.stop('SIGTERM');
  const againStartMs = performance.now();
  const again = await start();
  await waitUntil(async () => (await again.metric(passes)) >= objects, {
    what: 'every object to be looked at',
    timeoutMs: 120_000,
    intervalMs: 20,
  });
  const againMs = performance.now() - againStartMs;
  const rest = await atRest(again, restSeconds);
  await again.stop('SIGTERM');
  return { objects, firstMs, againMs, ...rest };
}

async function atRest(
  operator: OperatorProcess,
  seconds: number,
): Promise<Pick<OperatorFigure, 'rssBytes' | 'cpuPercent' | 'writesAtRest'>> {
  // What the start left behind is collected first, as it will be in any process that runs for longer.
  await delay(5_000);
  const [cpuMs, written] = [operator.cpuMs(), await operator.metric(writes)];
  const samples: number[] = [];
  for (let second = 0; second < seconds; second += 1) {
    await delay(1_000);
    samples.push(operator.rssBytes());
  }
  return {
    rssBytes: spreadOf(samples)?.median ?? Number.NaN,
    cpuPercent: (operator.cpuMs() - cpuMs) / (seconds * 10),
    writesAtRest: (await operator.metric(writes)) - written,
  };
}
