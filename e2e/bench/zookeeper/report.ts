import { formatSeconds, formatTable } from '../../src/format-table.ts';
import { spreadOf } from '../../src/statistics.ts';
import { lossCell, lossesOf, rangeCell, secondsCell, spreadsOf } from '../report-cells.ts';
import type { WorkFigure } from './work-figure.ts';
import { ways, workNames, workTitles, type ZookeeperResult } from './zookeeper-result.ts';

const spreadFields = ['durationMs', 'gapMs', 'elections', 'restarts', 'failed', 'load'] as const;

/** What repetitions of one thing have shown. */
export function figuresOf(runs: readonly WorkFigure[]) {
  return {
    ...spreadsOf(spreadFields, runs),
    ...lossesOf(runs),
    expiredSessions: runs.reduce((sum, { expiredSessions }) => sum + expiredSessions, 0),
    /** Runs after which what clients saw has no order. */
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
    rangeCell(figures.failed),
    rangeCell(figures.elections),
    rangeCell(figures.restarts),
    formatSeconds(figures.durationMs?.median, 1),
    lossCell(figures),
    String(figures.expiredSessions),
    figures.load === undefined ? '-' : figures.load.median.toFixed(1),
  ]);
  const violated = work.reduce((sum, figures) => sum + figures.violated, 0);
  return [
    ...(creation.readyMs === undefined
      ? []
      : [`apply to clients that write ${secondsCell(creation.writingMs)}; to whole and settled ${secondsCell(creation.readyMs)}`]),
    ...(rows.length === 0 ? [] : [`\n${formatTable(head, rows)}`]),
    `runs after which what clients saw has no order: ${violated}`,
  ].join('\n');
}

export function describeFigure({ durationMs, gapMs, failed, elections, restarts, lost, acknowledged, verdict }: WorkFigure): string {
  const parts = [`gap ${formatSeconds(gapMs)}`, `failed ${failed}`, `lost ${lost ?? '?'} of ${acknowledged}`, verdict];
  return [...parts, `${elections} elections`, `${restarts} restarts`, `in ${formatSeconds(durationMs, 1)}`].join(', ');
}
