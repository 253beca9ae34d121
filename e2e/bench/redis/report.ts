import type { ClientOutcome } from '../../src/fault-run.ts';
import { formatSeconds, formatTable } from '../../src/format-table.ts';
import { type LoadKind, loadClients, loadKinds } from '../../src/load-kinds.ts';
import type { WritesAtRest } from '../../src/operator-writes.ts';
import { type Spread, spreadOf } from '../../src/statistics.ts';
import { type Losses, lossCell, lossesOf, secondsCell } from '../report-cells.ts';
import { type FaultFigure, faultNames, faultTitles } from './fault-part.ts';
import { type RedisResult, ways } from './redis-result.ts';

type Clients = Partial<Readonly<Record<LoadKind, ClientOutcome>>>;

/** What repetitions of one thing have shown one kind of client. */
export type ClientFigures = Losses & { readonly gapMs: Spread | undefined };

export type FigureSet = Readonly<Partial<Record<LoadKind, ClientFigures>>>;

export function figuresOf(repetitions: readonly Clients[]): FigureSet {
  const seen = loadKinds.flatMap((kind) => {
    const outcomes = repetitions.flatMap((clients) => clients[kind] ?? []);
    return outcomes.length === 0 ? [] : [[kind, clientFigures(outcomes)] as const];
  });
  return Object.fromEntries(seen);
}

function clientFigures(outcomes: readonly ClientOutcome[]): ClientFigures {
  return { gapMs: spreadOf(outcomes.map(({ gapMs }) => gapMs)), ...lossesOf(outcomes) };
}

/** The figures of a result, without its repetitions. */
export function summarize({ machine, creation, rest, faults, roll }: RedisResult) {
  return {
    machine,
    ...(rest !== undefined && { rest }),
    creation: {
      firstWriteMs: spreadOf(creation.map(({ firstWriteMs }) => firstWriteMs)),
      readyMs: spreadOf(creation.map(({ readyMs }) => readyMs)),
    },
    faults: faultNames.flatMap((fault) =>
      ways.flatMap((way) => {
        const repetitions = faults[fault]?.[way] ?? [];
        if (repetitions.length === 0) return [];
        return [{ fault, way, repetitions: repetitions.length, clients: figuresOf(repetitions), ...spreadsOf(repetitions) }];
      }),
    ),
    roll: { durationMs: spreadOf(roll.map(({ durationMs }) => durationMs)), clients: figuresOf(roll) },
  };
}

export function redisReport(result: RedisResult): string {
  const { creation, rest, faults, roll } = summarize(result);
  const gapHead = ['fault', 'with', 'client', 'runs', 'gap p50', 'p99', 'max', 'lost'];
  const gapRows = faults.flatMap(({ fault, way, clients }) =>
    clientRows([faultTitles[fault], way === 'operator' ? way : 'Sentinel alone'], clients),
  );
  const load = spreadOf(
    faultNames.flatMap((fault) => ways.flatMap((way) => result.faults[fault]?.[way].flatMap((seen) => seen.load ?? []) ?? [])),
  );
  const serviceRows = faults.filter(({ serviceMs }) => serviceMs !== undefined);
  return [
    ...(creation.readyMs === undefined
      ? []
      : [`apply to first acknowledged write ${secondsCell(creation.firstWriteMs)}; to whole and settled ${secondsCell(creation.readyMs)}`]),
    ...(rest === undefined ? [] : [restLine(rest)]),
    ...(gapRows.length === 0 ? [] : [`\n${formatTable(gapHead, gapRows)}`]),
    ...serviceRows.map(({ fault, serviceMs }) => `promotion to the Service's endpoint, ${faultTitles[fault]}: ${secondsCell(serviceMs)}`),
    ...(roll.durationMs === undefined ? [] : [`\na roll of three members and three sentinels: ${secondsCell(roll.durationMs)}`]),
    ...(roll.durationMs === undefined ? [] : [formatTable(gapHead.slice(2), clientRows([], roll.clients))]),
    ...(load === undefined
      ? []
      : [`load of the machine before a fault: ${load.median.toFixed(1)} (${load.min.toFixed(1)} to ${load.max.toFixed(1)})`]),
    'A plain write that is lost with its master is how asynchronous replication works; WAIT 1 is what bounds it.',
  ].join('\n');
}

/** A client that does not follow has no gap. */
function clientRows(head: readonly string[], clients: FigureSet): readonly (readonly string[])[] {
  return loadKinds.flatMap((kind) => {
    const figures = clients[kind];
    if (figures === undefined) return [];
    const { label, follows } = loadClients[kind];
    const { gapMs } = figures;
    const gaps = [gapMs?.median, gapMs?.p99, gapMs?.max].map((value) => (follows ? formatSeconds(value) : '-'));
    return [[...head, label, String(gapMs?.n ?? 0), ...gaps, lossCell(figures)]];
  });
}

function spreadsOf(repetitions: readonly FaultFigure[]) {
  return {
    serviceMs: spreadOf(repetitions.flatMap(({ serviceMs }) => serviceMs ?? [])),
    load: spreadOf(repetitions.flatMap(({ load }) => load ?? [])),
  };
}

function restLine({ writes, leaseRenewals, durationMs }: WritesAtRest): string {
  return `API writes at rest in ${formatSeconds(durationMs, 0)}: ${writes}, besides ${leaseRenewals} renewals of the operator's Lease`;
}
