import type { Spread } from '../../../src/statistics.ts';
import { spreadOfRuns } from '../spread-of-runs.ts';
import type { CacheCost, CacheWay } from './cache-process.ts';
import { runMeasured } from './run-measured.ts';

export type CacheFigure = {
  readonly way: CacheWay;
  readonly bytesPerObject: Spread;
  readonly syncMs: Spread;
  readonly cpuMs: Spread;
  readonly peakRssBytes: Spread;
};

const ways: readonly CacheWay[] = ['whole', 'trimmed', 'informer'];

/** What it costs to hold a copy of all pods: our cache, with and without its transform, and client-node's informer. The ways take turns. */
export async function measureCache(kubeconfig: string, pods: number, repetitions: number): Promise<readonly CacheFigure[]> {
  const costs = new Map<CacheWay, CacheCost[]>(ways.map((way) => [way, []]));
  for (let round = 0; round < repetitions; round += 1) {
    for (const way of ways) costs.get(way)?.push(await runMeasured<CacheCost>('./cache-process.ts', [way, kubeconfig, String(pods)]));
  }
  return [...costs].map(([way, found]) => ({
    way,
    bytesPerObject: spreadOfRuns(found.map(({ bytes, objects }) => bytes / objects)),
    syncMs: spreadOfRuns(found.map(({ syncMs }) => syncMs)),
    cpuMs: spreadOfRuns(found.map(({ cpuMs }) => cpuMs)),
    peakRssBytes: spreadOfRuns(found.map(({ peakRssBytes }) => peakRssBytes)),
  }));
}
