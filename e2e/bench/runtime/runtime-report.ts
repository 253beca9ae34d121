import { formatTable } from '../../src/format-table.ts';
import { spreadOf } from '../../src/statistics.ts';
import type { CacheFigure } from './measure-cache.ts';
import type { IdleFigure } from './measure-idle.ts';
import type { LatencyFigure } from './measure-latency.ts';
import type { OperatorFigure } from './measure-operator.ts';
import type { QueueFigure } from './measure-queue.ts';
import type { TakeOverFigure } from './measure-take-over.ts';

export type RuntimeResult = {
  readonly queue: readonly QueueFigure[];
  readonly cache: readonly CacheFigure[];
  readonly idle: IdleFigure;
  readonly operators: readonly OperatorFigure[];
  readonly latency?: LatencyFigure;
  readonly takeOvers: readonly TakeOverFigure[];
};

/** The figures for a person, with the goals beside them. */
export function runtimeReport({ queue, cache, idle, operators, latency, takeOvers }: RuntimeResult): string {
  const sections: readonly (readonly [string, string])[] = [
    ['queue, beside a Map that only remembers an order', queueTable(queue)],
    ['a copy of all pods, held in a process of its own', cacheTable(cache)],
    ['an operator of so many objects, bundled; pods are simulated', operatorTable(operators)],
    ['goals', goalTable(goals(idle, operators, latency, takeOvers))],
  ];
  return sections.map(([title, table]) => `${title}\n${table}`).join('\n\n');
}

function queueTable(figures: readonly QueueFigure[]): string {
  const rows = figures.map(({ workers, keys, perSecond, ratioToMap }) => [
    String(keys),
    String(workers),
    String(Math.round(perSecond)),
    ratioToMap.toFixed(2),
  ]);
  return formatTable(['keys', 'workers', 'keys a second', 'of the Map'], rows);
}

function cacheTable(figures: readonly CacheFigure[]): string {
  const reference = figures.at(-1)?.bytesPerObject ?? Number.NaN;
  const rows = figures.map(({ way, bytesPerObject, syncMs, cpuMs }) => [
    way,
    String(Math.round(bytesPerObject)),
    (bytesPerObject / reference).toFixed(2),
    `${Math.round(syncMs)} ms`,
    `${Math.round(cpuMs)} ms`,
  ]);
  return formatTable(['held by', 'bytes a pod', 'of the informer', 'to sync', 'CPU'], rows);
}

function operatorTable(figures: readonly OperatorFigure[]): string {
  const rows = figures.map(({ objects, firstMs, againMs, rssBytes, cpuPercent, writesAtRest }) => [
    String(objects),
    seconds(firstMs),
    seconds(againMs),
    megabytes(rssBytes),
    `${cpuPercent.toFixed(2)} %`,
    String(writesAtRest),
  ]);
  return formatTable(['objects', 'from nothing', 'by a new process', 'RSS', 'CPU at rest', 'writes at rest'], rows);
}

type Goal = { readonly what: string; readonly found: number | undefined; readonly limit: number; readonly show: (value: number) => string };

function goals(
  idle: IdleFigure,
  operators: readonly OperatorFigure[],
  latency: LatencyFigure | undefined,
  takeOvers: readonly TakeOverFigure[],
): readonly Goal[] {
  const [, middle] = operators;
  const last = operators.at(-1);
  const slowest = (end: TakeOverFigure['end']) => spreadOf(takeOvers.find((figure) => figure.end === end)?.ms ?? [])?.max;
  const whole = (value: number) => String(value);
  const milliseconds = (value: number) => `${value.toFixed(0)} ms`;
  return [
    { what: 'writes at rest', found: Math.max(...operators.map(({ writesAtRest }) => writesAtRest)), limit: 0, show: whole },
    { what: `${last?.objects} objects by a new process`, found: last?.againMs, limit: 15_000, show: seconds },
    { what: `${latency?.objects} objects, a change to its effect, median`, found: latency?.p50Ms, limit: 50, show: milliseconds },
    { what: `${latency?.objects} objects, a change to its effect, p99`, found: latency?.p99Ms, limit: 250, show: milliseconds },
    { what: 'RSS idle, all operators', found: idle.rssBytes, limit: 120e6, show: megabytes },
    { what: `RSS of ${middle?.objects} objects`, found: middle?.rssBytes, limit: 150e6, show: megabytes },
    { what: 'take-over after a clean release', found: slowest('SIGTERM'), limit: 3_000, show: seconds },
    { what: 'take-over after a kill', found: slowest('SIGKILL'), limit: 20_000, show: seconds },
  ];
}

function goalTable(all: readonly Goal[]): string {
  const rows = all.map(({ what, found, limit, show }) => [
    what,
    found === undefined ? '-' : show(found),
    show(limit),
    found !== undefined && found <= limit ? 'met' : 'missed',
  ]);
  return formatTable(['', 'found', 'goal', ''], rows);
}

function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(2)} s`;
}

function megabytes(bytes: number): string {
  return `${(bytes / 1e6).toFixed(1)} MB`;
}
