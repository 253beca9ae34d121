import { setTimeout as delay } from 'node:timers/promises';
import { resources } from '@dataservices/kube';
import type { StoredObject } from '@dataservices/plan';
import { operator, operatorPods } from './operator.ts';
import type { TestBed } from './test-bed.ts';

export type WritesAtRest = {
  readonly durationMs: number;
  /** Changing requests but the renewals of the Lease. */
  readonly writes: number;
  readonly leaseRenewals: number;
  /** Of all kinds, by HTTP method. */
  readonly byMethod: Readonly<Record<string, number>>;
};

const changing = ['POST', 'PUT', 'PATCH', 'DELETE'];

/** Counts what the operator sends to the API server while nothing happens. The Lease's own versions tell its renewals from the rest. */
export async function countWritesAtRest(bed: TestBed, durationMs: number): Promise<WritesAtRest> {
  const startMs = performance.now();
  const versions = new Set<string>();
  const follow = { namespace: operator.namespace, fieldSelector: `metadata.name=${operator.lease}` };
  const before = await requestsByMethod(bed);
  const watch = bed.kube.watch<StoredObject>(resources.leases, follow, (event) => {
    // The list shows the version from before; only what changes after it is a renewal.
    if (event.type === 'MODIFIED') versions.add(event.object.metadata.resourceVersion);
  });
  await delay(durationMs);
  const after = await requestsByMethod(bed);
  await watch.stop();
  const methods = [...new Set([...Object.keys(before), ...Object.keys(after)])].sort();
  const byMethod = Object.fromEntries(methods.map((method) => [method, (after[method] ?? 0) - (before[method] ?? 0)]));
  const all = changing.reduce((sum, method) => sum + (byMethod[method] ?? 0), 0);
  return {
    durationMs: Math.round(performance.now() - startMs),
    writes: Math.max(0, all - versions.size),
    leaseRenewals: versions.size,
    byMethod,
  };
}

async function requestsByMethod(bed: TestBed): Promise<Readonly<Record<string, number>>> {
  const total: Record<string, number> = {};
  for (const { metadata } of await operatorPods(bed)) {
    const address = { namespace: operator.namespace, pod: metadata.name, port: operator.httpPort };
    for (const [method, count] of parseRequests(await bed.podHttp.getText(address, '/metrics')))
      total[method] = (total[method] ?? 0) + count;
  }
  return total;
}

/** Requests by method, from the text of the metrics endpoint. One entry a series. */
export function parseRequests(metrics: string): readonly (readonly [method: string, count: number])[] {
  return metrics.split('\n').flatMap((line) => {
    const match = line.match(/^rest_client_requests_total\{.*method="([A-Z]+)".*\} (\S+)$/);
    return match?.[1] === undefined ? [] : [[match[1], Number(match[2])] as const];
  });
}
