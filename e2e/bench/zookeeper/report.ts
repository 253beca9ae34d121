import { formatSeconds, formatTable } from '../../src/format-table.ts';
import { type Spread, spreadOf } from '../../src/statistics.ts';
import type { WorkFigure } from './work-figure.ts';
import { ways, workNames, workTitles, type ZookeeperResult } from './zookeeper-result.ts';

/** What repetitions of one thing have shown. */
export type WorkFigures = {
  readonly durationMs: Spread | undefined;
  readonly gapMs: Spread | undefined;
  readonly elections: Spread | undefined;
  readonly restarts: Spread | undefined;
  readonly failed: Spread | undefined;
  /** Of the machine in the minute before. */
  readonly load: Spread | undefined;
  readonly acknowledged: number;
  readonly lost: number;
  /** Runs whose writes could not be read back, and that say nothing about losses. */
  readonly unverified: number;
  readonly expiredSessions: number;
  /** Runs after which what clients saw has no order. */
  readonly violated: number;
};

export function figuresOf(runs: readonly WorkFigure[]): WorkFigures {
  const spread = (field: 'durationMs' | 'gapMs' | 'elections' | 'restarts' | 'failed' | 'load') => spreadOf(runs.map((run) => run[field]));
  const sum = (value: (run: WorkFigure) => number) => runs.reduce((total, run) => total + value(run), 0);
  return {
    durationMs: spread('durationMs'),
    gapMs: spread('gapMs'),
    elections: spread('elections'),
    restarts: spread('restarts'),
    failed: spread('failed'),
    load: spread('load'),
    acknowledged: sum(({ acknowledged }) => acknowledged),
    lost: sum(({ lost }) => lost ?? 0),
    unverified: runs.filter(({ lost }) => lost === null).length,
    expiredSessions: sum(({ expiredSessions }) => expiredSessions),
    violated: runs.filter(({ verdict }) => verdict !== 'linearizable').length,
  };
}

/** The figures of a result, without its repetitions. */
export function summarize({ machine, creation, work }: ZookeeperResult) {
  return {
    machine,
    creation: {
      writingMs: spreadOf(creation.map(({ writingMs }) => writingMs)),
      readyMs: spreadOf(creation.map(({ readyMs }) => readyMs)),
    },
    work: workNames.flatMap((name) =>
      ways.flatMap((way) => {
        const runs = work[name]?.[way] ?? [];
        return runs.length === 0 ? [] : [{ name, way, runs: runs.length, ...figuresOf(runs) }];
      }),
    ),
  };
}

const head = ['work', 'with', 'runs', 'gap p50', 'max', 'failed', 'elections', 'restarts', 'takes', 'lost', 'sessions lost', 'load'];

export function zookeeperReport(result: ZookeeperResult): string {
  const { creation, work } = summarize(result);
  const rows = work.map(({ name, way, runs, ...figures }) => [
    workTitles[name],
    way,
    String(runs),
    formatSeconds(figures.gapMs?.median),
    formatSeconds(figures.gapMs?.max),
    range(figures.failed),
    range(figures.elections),
    range(figures.restarts),
    formatSeconds(figures.durationMs?.median, 1),
    `${figures.lost} of ${figures.acknowledged}${figures.unverified === 0 ? '' : `, ${figures.unverified} runs unknown`}`,
    String(figures.expiredSessions),
    figures.load === undefined ? '-' : figures.load.median.toFixed(1),
  ]);
  const violated = work.reduce((sum, figures) => sum + figures.violated, 0);
  return [
    ...(creation.readyMs === undefined
      ? []
      : [`apply to clients that write ${seconds(creation.writingMs)}; to whole and settled ${seconds(creation.readyMs)}`]),
    ...(rows.length === 0 ? [] : [`\n${formatTable(head, rows)}`]),
    `runs after which what clients saw has no order: ${violated}`,
  ].join('\n');
}

export function describeFigure({ durationMs, gapMs, failed, elections, restarts, lost, acknowledged, verdict }: WorkFigure): string {
  const parts = [`gap ${formatSeconds(gapMs)}`, `failed ${failed}`, `lost ${lost ?? '?'} of ${acknowledged}`, verdict];
  return [...parts, `${elections} elections`, `${restarts} restarts`, `in ${formatSeconds(durationMs, 1)}`].join(', ');
}

/** `2`, or `2 (0 to 5)` where repetitions differ. */
function range(spread: Spread | undefined): string {
  if (spread === undefined) return '-';
  return spread.min === spread.max ? String(spread.min) : `${spread.median} (${spread.min} to ${spread.max})`;
}

function seconds(spread: Spread | undefined): string {
  if (spread === undefined) return '-';
  return `${formatSeconds(spread.median)} (${formatSeconds(spread.min)} to ${formatSeconds(spread.max)}, ${spread.n} runs)`;
}
