import { formatSeconds, formatTable } from '../../src/format-table.ts';
import type { ChurnCounts } from './churn.ts';
import type { Trend } from './samples.ts';
import type { SoakOptions } from './soak-options.ts';

export type SoakResult = {
  readonly options: SoakOptions;
  readonly elapsedMs: number;
  readonly churn: ChurnCounts;
  readonly troubles: Readonly<Record<string, number>>;
  /** Of all watches, by what they reported. */
  readonly watches: Readonly<Record<string, number>>;
  readonly restarts: number;
  /** Changes that listeners of the caches heard of. */
  readonly changes: number;
  /** From each calm, how long until every cache showed exactly what the API server had; the last one comes at the end. */
  readonly calmsMs: readonly number[];
  /** What still differed when a calm was over in vain. */
  readonly differences: readonly string[];
  /** Changes that did not follow from one another. */
  readonly breaches: readonly string[];
  readonly warnings: readonly string[];
  readonly heapBytes: Trend;
  readonly rssBytes: Trend;
  readonly clientSockets: Trend;
  readonly upstreamSockets: Trend;
  /** Before anything was connected, and after everything was stopped. */
  readonly openFiles: Trend;
  readonly serverWatches: Trend;
  /** Watches and connections of the proxy after the clients were stopped. */
  readonly left: { readonly watches: number; readonly sockets: number };
  readonly cpuSeconds: number;
};

// Noise of a heap that is measured between two requests; a leak over thousands of watches is more.
const heapSlackBytes = 4 * 2 ** 20;
const heapSlackShare = 0.05;
const socketSlack = 5;

/** What is wrong with a result, in words; empty where the soak has passed. */
export function problemsOf(result: SoakResult): readonly string[] {
  const { heapBytes, clientSockets, openFiles, serverWatches, left } = result;
  return [
    ...result.differences.map((difference) => `not the same: ${difference}`),
    ...result.breaches,
    ...result.warnings.map((warning) => `warning: ${warning}`),
    ...check(result.watches['handler-failed'] === undefined, `a listener failed ${result.watches['handler-failed']} times`),
    ...check(result.changes > result.churn.changed, `listeners heard of ${result.changes} changes only`),
    ...check(
      heapBytes.last <= heapBytes.first * (1 + heapSlackShare) + heapSlackBytes,
      `the heap grew from ${mebibytes(heapBytes.first)} to ${mebibytes(heapBytes.last)}`,
    ),
    ...check(
      clientSockets.last <= clientSockets.first + socketSlack,
      `connections grew from ${clientSockets.first} to ${clientSockets.last}`,
    ),
    ...check(openFiles.last <= openFiles.first, `${openFiles.last - openFiles.first} files or sockets were left open`),
    ...check(serverWatches.last <= serverWatches.first, `the API server still has ${serverWatches.last - serverWatches.first} watches`),
    ...check(left.watches === 0 && left.sockets === 0, `${left.watches} watches and ${left.sockets} connections were left at the proxy`),
  ];
}

function check(isFine: boolean, problem: string): readonly string[] {
  return isFine ? [] : [problem];
}

export function soakTable(result: SoakResult): string {
  const { churn, heapBytes, rssBytes, clientSockets, upstreamSockets, openFiles, serverWatches, calmsMs } = result;
  const rows = [
    ['created, changed, deleted', `${churn.created}, ${churn.changed}, ${churn.deleted}`],
    ['faults', counts(result.troubles)],
    ['watches', counts(result.watches)],
    ['restarts of a client', `${result.restarts}`],
    ['changes heard', `${result.changes}`],
    ['exact after a calm of', calmsMs.map((ms) => formatSeconds(ms)).join(', ')],
    ['heap, first and last third', `${mebibytes(heapBytes.first)}, ${mebibytes(heapBytes.last)}`],
    ['resident memory', `${mebibytes(rssBytes.first)}, ${mebibytes(rssBytes.last)}`],
    ['connections to the proxy', `${clientSockets.first}, ${clientSockets.last}`],
    ['connections from the proxy', `${upstreamSockets.first}, ${upstreamSockets.last}`],
    ['open files, before and after', `${openFiles.first}, ${openFiles.last}`],
    ['watches at the server', `${serverWatches.first}, ${serverWatches.last}`],
    ['time, CPU time', `${formatSeconds(result.elapsedMs, 0)}, ${result.cpuSeconds.toFixed(0)} s`],
  ];
  return formatTable(['', `seed ${result.options.seed}`], rows);
}

function counts(values: Readonly<Record<string, number>>): string {
  return Object.entries(values)
    .map(([name, count]) => `${count} ${name}`)
    .join(', ');
}

function mebibytes(bytes: number): string {
  return `${(bytes / 2 ** 20).toFixed(1)} MiB`;
}
