import { spreadOfRuns } from '../../spread-of-runs.ts';
import type { RuntimeResult } from '../runtime-result.ts';

const rest = { seconds: 60, rssBytes: spreadOfRuns([110e6]), cpuPercent: 0.5, writes: 0, leaseRenewals: 29, serverWrites: 0 };
const [cost, other] = [spreadOfRuns([200, 100, 300]), spreadOfRuns([400])];
const get = { kind: 'get', requests: 1000, atOnce: 16 } as const;

/** A result for tests, in which every goal is met. */
export const sampleResult: RuntimeResult = {
  machine: {
    date: '2026-01-01T00:00:00.000Z',
    cpu: 'Some CPU',
    cores: 2,
    memoryBytes: 8 * 2 ** 30,
    kernel: '6.1',
    node: 'v24.0.0',
    load: 0.2,
  },
  queue: [{ workers: 4, keys: 100, perSecond: spreadOfRuns([900_000, 1_000_000]), ratioToMap: spreadOfRuns([0.5]) }],
  cache: [
    { way: 'trimmed', bytesPerObject: cost, syncMs: cost, cpuMs: cost, peakRssBytes: spreadOfRuns([2e8]) },
    { way: 'informer', bytesPerObject: other, syncMs: other, cpuMs: other, peakRssBytes: spreadOfRuns([3e8]) },
  ],
  clients: [
    { task: get, client: 'ours', ms: cost, cpuMs: cost, sockets: spreadOfRuns([16]), objectsPerSecond: cost },
    { task: get, client: 'client-node', ms: other, cpuMs: other, sockets: spreadOfRuns([1000]), objectsPerSecond: other },
  ],
  idle: rest,
  scales: [1, 200, 1000].map((objects) => ({
    objects,
    firstMs: spreadOfRuns([9_000]),
    firstRequestsEach: spreadOfRuns([7]),
    againMs: spreadOfRuns([1_000, 2_000]),
    rest,
  })),
  latency: { objects: 200, changes: 500, perSecond: 10, p50Ms: 20, p99Ms: 90, maxMs: 120, newsP50Ms: 5, newsP99Ms: 9 },
  takeOvers: [
    { end: 'SIGTERM', leaseMs: spreadOfRuns([500, 2_500]), effectMs: spreadOfRuns([2_600]) },
    { end: 'SIGKILL', leaseMs: spreadOfRuns([17_000]), effectMs: spreadOfRuns([17_100]) },
  ],
};
