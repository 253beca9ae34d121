import { formatTable } from '../../../src/format-table.ts';
import type { Spread } from '../../../src/statistics.ts';
import { goalTable } from '../../goals.ts';
import { machineLine } from '../../machine-facts.ts';
import type { AtRest } from '../operators/measure-at-rest.ts';
import type { LatencyFigure } from '../operators/measure-latency.ts';
import type { ScaleFigure } from '../operators/measure-scale.ts';
import type { TakeOverFigure } from '../operators/measure-take-over.ts';
import type { QueueFigure } from '../queue/measure-queue.ts';
import type { CacheFigure } from '../reads/measure-cache.ts';
import type { ClientFigure } from '../reads/measure-client.ts';
import { megabytes, ratio, rounded, seconds, spreadCell } from './figure-cells.ts';
import { runtimeGoals } from './runtime-goals.ts';
import type { RuntimeResult } from './runtime-result.ts';

/** The figures for a person, with the goals at the end. */
export function runtimeReport(result: RuntimeResult): string {
  const { queue, cache, clients, idle, scales, latency, takeOvers } = result;
  const goals = runtimeGoals(result);
  const sections: readonly (readonly [title: string, body: string])[] = [
    ['queue, beside a Map that only keeps an order', queue.length === 0 ? '' : queueTable(queue)],
    ['a copy of all pods, in a process of its own', cache.length === 0 ? '' : cacheTable(cache)],
    ['reads of pods, in a process of its own', clients.length === 0 ? '' : clientTable(clients)],
    ['all operators, bundled, with nothing to do', idle === undefined ? '' : atRestTable([['0', idle]])],
    ['one operator of so many objects, bundled; pods are simulated', scales.length === 0 ? '' : scaleTables(scales)],
    ['a change to its effect', latency === undefined ? '' : latencyTable(latency)],
    ['time without a leader', takeOvers.length === 0 ? '' : takeOverTable(takeOvers)],
    ['goals', goals.length === 0 ? '' : goalTable(goals)],
  ];
  const shown = sections.filter(([, body]) => body !== '').map(([title, body]) => `${title}\n${body}`);
  return [machineLine(result.machine), 'Every figure: the median, and the least and the most.', ...shown].join('\n\n');
}

function queueTable(figures: readonly QueueFigure[]): string {
  const rows = figures.map(({ workers, keys, perSecond, ratioToMap }) => [
    String(keys),
    String(workers),
    spreadCell(perSecond, rounded),
    spreadCell(ratioToMap, ratio),
  ]);
  return formatTable(['keys', 'workers', 'keys a second', 'of the Map'], rows);
}

const cacheNames = { whole: 'SharedCache', trimmed: 'SharedCache, trimmed', informer: "client-node's informer" } as const;

function cacheTable(figures: readonly CacheFigure[]): string {
  const reference = figures.find(({ way }) => way === 'informer')?.bytesPerObject;
  const rows = figures.map(({ way, bytesPerObject, syncMs, cpuMs, peakRssBytes }) => [
    cacheNames[way],
    spreadCell(bytesPerObject, rounded),
    ratioOf(bytesPerObject, reference),
    spreadCell(syncMs, seconds),
    spreadCell(cpuMs, seconds),
    spreadCell(peakRssBytes, megabytes),
  ]);
  return formatTable(['held by', 'bytes a pod', 'of the informer', 'to sync', 'CPU', 'most memory'], rows);
}

function clientTable(figures: readonly ClientFigure[]): string {
  const rows = figures.map(({ task, client, objectsPerSecond, ms, cpuMs, sockets }) => {
    const other = figures.find((figure) => figure.task === task && figure.client === 'client-node');
    return [
      task.kind === 'list' ? 'one list' : `${task.requests} gets, ${task.atOnce} at once`,
      client === 'ours' ? 'libs/kube' : 'client-node',
      spreadCell(ms, seconds),
      spreadCell(objectsPerSecond, rounded),
      ratioOf(objectsPerSecond, other?.objectsPerSecond),
      spreadCell(cpuMs, seconds),
      spreadCell(sockets, rounded),
    ];
  });
  return formatTable(['task', 'client', 'took', 'objects a second', 'of client-node', 'CPU', 'connections'], rows);
}

function scaleTables(figures: readonly ScaleFigure[]): string {
  const starts = figures.map(({ objects, firstMs, firstRequestsEach, againMs }) => [
    String(objects),
    spreadCell(firstMs, seconds),
    spreadCell(firstRequestsEach, ratio),
    spreadCell(againMs, seconds),
  ]);
  const startTable = formatTable(['objects', 'from nothing', 'requests each', 'by a new process'], starts);
  return `${startTable}\n\n${atRestTable(figures.map(({ objects, rest }) => [String(objects), rest]))}`;
}

function atRestTable(rests: readonly (readonly [objects: string, rest: AtRest])[]): string {
  const rows = rests.map(([objects, { seconds: duration, rssBytes, cpuPercent, writes, serverWrites, leaseRenewals }]) => [
    objects,
    `${duration} s`,
    spreadCell(rssBytes, megabytes),
    `${cpuPercent.toFixed(2)} %`,
    String(writes),
    String(serverWrites),
    String(leaseRenewals),
  ]);
  return formatTable(['objects', 'at rest for', 'RSS', 'CPU', 'writes', 'as the server counts', 'besides the Lease'], rows);
}

function latencyTable({ objects, changes, perSecond, p50Ms, p99Ms, maxMs, newsP50Ms, newsP99Ms }: LatencyFigure): string {
  const rows = [
    ['custom resource to StatefulSet', ...[p50Ms, p99Ms, maxMs].map((ms) => `${ms.toFixed(0)} ms`)],
    ['request to custom resource', ...[newsP50Ms, newsP99Ms].map((ms) => `${ms.toFixed(0)} ms`)],
  ];
  return `${changes} changes of ${objects} objects, ${perSecond} a second\n${formatTable(['from news to news', 'p50', 'p99', 'max'], rows)}`;
}

function takeOverTable(figures: readonly TakeOverFigure[]): string {
  const rows = figures.map(({ end, leaseMs, effectMs }) => [
    end,
    String(leaseMs.n),
    spreadCell(leaseMs, seconds),
    spreadCell(effectMs, seconds),
  ]);
  return formatTable(['end of the leader', 'times', 'to the next holder', 'to the effect of a change'], rows);
}

function ratioOf(value: Spread, reference: Spread | undefined): string {
  return reference === undefined ? '-' : ratio(value.median / reference.median);
}
