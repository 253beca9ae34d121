import { setTimeout as delay } from 'node:timers/promises';
import { type KubeClient, resources } from '@dataservices/kube';
import type { StoredObject } from '@dataservices/plan';
import type { Spread } from '../../../src/statistics.ts';
import { spreadOfRuns } from '../spread-of-runs.ts';
import type { OperatorInput, OperatorProcess } from './operator-process.ts';
import { countServerWrites } from './server-writes.ts';

export type AtRest = {
  readonly seconds: number;
  /** Taken every second. */
  readonly rssBytes: Spread;
  /** Of one core. */
  readonly cpuPercent: number;
  /** Changing requests of the operator, by its own count, without the renewals of its Lease. */
  readonly writes: number;
  readonly leaseRenewals: number;
  /** By the count of the API server and of whoever it was, Leases apart: nobody else has anything to do either. */
  readonly serverWrites: number;
};

const writesOfOperator = /^rest_client_requests_total\{.*method="(POST|PUT|PATCH|DELETE)"/;
// What the start left behind is collected first, as it will be in any process that runs for longer.
const calmMs = 5_000;

/** What an operator costs that has nothing to do. */
export async function measureAtRest(
  kube: KubeClient,
  operator: OperatorProcess,
  { kubeconfig, namespace }: OperatorInput,
  seconds: number,
): Promise<AtRest> {
  await delay(calmMs);
  const renewals = new Set<string>();
  const watch = kube.watch<StoredObject>(resources.leases, { namespace }, (event) => {
    if (event.type === 'MODIFIED') renewals.add(event.object.metadata.resourceVersion);
  });
  const [cpuMs, writes, serverWrites] = [operator.cpuMs(), await operator.metric(writesOfOperator), await countServerWrites(kubeconfig)];
  const samples: number[] = [];
  const startMs = performance.now();
  for (let second = 0; second < seconds; second += 1) {
    await delay(1_000);
    samples.push(operator.rssBytes());
  }
  const cpuPercent = ((operator.cpuMs() - cpuMs) / (performance.now() - startMs)) * 100;
  const written = (await operator.metric(writesOfOperator)) - writes;
  const serverWritten = (await countServerWrites(kubeconfig)) - serverWrites;
  await watch.stop();
  return {
    seconds,
    rssBytes: spreadOfRuns(samples),
    cpuPercent,
    writes: Math.max(0, written - renewals.size),
    leaseRenewals: renewals.size,
    serverWrites: serverWritten,
  };
}
