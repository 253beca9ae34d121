import { formatSeconds, formatTable } from '../../src/format-table.ts';
import type { WritesAtRest } from '../../src/operator-writes.ts';
import { type Spread, spreadOf } from '../../src/statistics.ts';
import type { FaultSeries } from './faults.ts';
import type { FirstWrite } from './first-write.ts';

export type BenchResult = {
  readonly repetitions: number;
  readonly creation: FirstWrite;
  readonly writesAtRest: WritesAtRest | undefined;
  readonly series: readonly FaultSeries[];
};

export type SeriesFigures = {
  readonly fault: string;
  readonly withOperator: boolean;
  /** Of the client that is content with the master's answer. */
  readonly gapMs: Spread | undefined;
  /** Of the client that waits for a replica. */
  readonly waitGapMs: Spread | undefined;
  readonly plainLost: number;
  readonly plainAcknowledged: number;
  readonly waitLost: number;
  readonly waitAcknowledged: number;
  /** Runs whose writes could not be read back, and that say nothing about losses. */
  readonly unverified: number;
};

export function figuresOf({ fault, withOperator, outcomes }: FaultSeries): SeriesFigures {
  const sum = (values: readonly (number | null)[]) => values.reduce<number>((total, value) => total + (value ?? 0), 0);
  return {
    fault,
    withOperator,
    gapMs: spreadOf(outcomes.map(({ plain }) => plain.gapMs)),
    waitGapMs: spreadOf(outcomes.map(({ wait }) => wait.gapMs)),
    plainLost: sum(outcomes.map(({ plain }) => plain.lost)),
    plainAcknowledged: sum(outcomes.map(({ plain }) => plain.acknowledged)),
    waitLost: sum(outcomes.map(({ wait }) => wait.lost)),
    waitAcknowledged: sum(outcomes.map(({ wait }) => wait.acknowledged)),
    unverified: outcomes.filter(({ plain, wait }) => plain.lost === null || wait.lost === null).length,
  };
}

export function benchTable({ creation, writesAtRest, series, repetitions }: BenchResult): string {
  const rows = series
    .map(figuresOf)
    .map((figures) => [
      figures.fault,
      figures.withOperator ? 'operator' : 'Sentinel alone',
      ...spreadCells(figures.gapMs),
      formatSeconds(figures.waitGapMs?.median),
      `${figures.plainLost} of ${figures.plainAcknowledged}`,
      `${figures.waitLost} of ${figures.waitAcknowledged}`,
    ]);
  const head = ['fault', 'with', 'gap min', 'median', 'max', 'WAIT 1 median', 'lost, plain', 'lost, WAIT 1'];
  return [
    `apply to first acknowledged write: ${formatSeconds(creation.firstWriteMs)}; to Ready and Settled: ${formatSeconds(creation.readyMs)}`,
    ...(writesAtRest === undefined ? [] : [restLine(writesAtRest)]),
    `time without writes, ${repetitions} runs each, down-after 5 s; both ways in the same run:`,
    formatTable(head, rows),
    'A plain write that is lost with its master is how asynchronous replication works; WAIT 1 is what bounds it.',
  ].join('\n');
}

function restLine({ writes, leaseRenewals, durationMs }: WritesAtRest): string {
  return `API writes at rest in ${formatSeconds(durationMs, 0)}: ${writes}, besides ${leaseRenewals} renewals of the operator's Lease`;
}

function spreadCells(spread: Spread | undefined): readonly string[] {
  return [spread?.min, spread?.median, spread?.max].map((value) => formatSeconds(value));
}
