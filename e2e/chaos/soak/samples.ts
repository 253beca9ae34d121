import { readdirSync } from 'node:fs';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { spreadOf } from '../../src/statistics.ts';
import type { ApiProxy } from '../api-proxy/api-proxy.ts';

/** What this process holds at one moment. */
export type Sample = {
  /** After a full garbage collection. */
  readonly heapBytes: number;
  readonly rssBytes: number;
  readonly openFiles: number;
  /** Connections to the proxy, and from it. */
  readonly clientSockets: number;
  readonly upstreamSockets: number;
};

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

export function takeSample(proxy: Pick<ApiProxy, 'openSockets'>): Sample {
  collectGarbage();
  const { heapUsed, rss } = process.memoryUsage();
  const { clients, upstream } = proxy.openSockets();
  return { heapBytes: heapUsed, rssBytes: rss, openFiles: countOpenFiles(), clientSockets: clients, upstreamSockets: upstream };
}

export function countOpenFiles(): number {
  return readdirSync('/proc/self/fd').length;
}

export type Trend = { readonly first: number; readonly last: number };

/** Medians of the first and of the last third. Both 0 without samples. */
export function trendOf(samples: readonly Sample[], value: (sample: Sample) => number): Trend {
  const third = Math.max(1, Math.floor(samples.length / 3));
  const median = (part: readonly Sample[]) => spreadOf(part.map(value))?.median ?? 0;
  return { first: median(samples.slice(0, third)), last: median(samples.slice(-third)) };
}
