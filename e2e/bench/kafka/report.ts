import { formatSeconds, formatTable } from '../../src/format-table.ts';
import { spreadOf } from '../../src/statistics.ts';
import { lossCell, lossesOf, rangeCell, secondsCell, spreadsOf } from '../report-cells.ts';
import { type KafkaResult, workNames, workTitles } from './kafka-result.ts';
import { moveRate } from './moved-data.ts';
import type { WorkFigure } from './work-figure.ts';

const spreadFields = ['durationMs', 'gapMs', 'restarts', 'failed', 'load'] as const;

/** What repetitions of one thing have shown. */
function figuresOf(runs: readonly WorkFigure[]) {
  const rates = runs.flatMap(({ moved }) => (moved === null ? [] : (moveRate(moved) ?? [])));
  return { ...spreadsOf(spreadFields, runs), ...lossesOf(runs), movedMbPerSecond: spreadOf(rates) };
}

/** The figures of a result, without its repetitions. */
export function summarize({ machine, creation, work }: KafkaResult) {
  const rows = workNames.flatMap((name) => {
    const runs = work[name] ?? [];
    return runs.length === 0 ? [] : [{ name, runs: runs.length, ...figuresOf(runs) }];
  });
  return { machine, creation: spreadsOf(['firstWriteMs', 'readyMs'], creation), work: rows };
}

const head = ['work', 'runs', 'gap p50', 'max', 'failed', 'lost', 'restarts', 'takes', 'moves MB/s', 'load'];

export function kafkaReport(result: KafkaResult): string {
  const { creation, work } = summarize(result);
  const rows = work.map(({ name, runs, ...figures }) => [
    workTitles[name],
    String(runs),
    formatSeconds(figures.gapMs?.median),
    formatSeconds(figures.gapMs?.max),
    rangeCell(figures.failed),
    lossCell(figures),
    rangeCell(figures.restarts),
    formatSeconds(figures.durationMs?.median, 1),
    figures.movedMbPerSecond === undefined ? '-' : figures.movedMbPerSecond.median.toFixed(1),
    figures.load === undefined ? '-' : figures.load.median.toFixed(1),
  ]);
  return [
    ...(creation.readyMs === undefined
      ? []
      : [
          `apply to first acknowledged record ${secondsCell(creation.firstWriteMs)}; to whole and settled ${secondsCell(creation.readyMs)}`,
        ]),
    ...(rows.length === 0 ? [] : [`\n${formatTable(head, rows)}`]),
  ].join('\n');
}

export function describeFigure({ durationMs, gapMs, failed, lost, acknowledged, restarts, moved, load }: WorkFigure): string {
  const rate = moved === null ? undefined : moveRate(moved);
  return [
    `gap ${formatSeconds(gapMs)}`,
    `failed ${failed}`,
    `lost ${lost ?? '?'} of ${acknowledged}`,
    `${restarts} restarts`,
    ...(moved === null ? [] : [`moved ${Math.round(moved.bytes / 1e6)} MB`]),
    ...(rate === undefined ? [] : [`${rate.toFixed(1)} MB/s`]),
    `in ${formatSeconds(durationMs, 1)}`,
    `load ${load.toFixed(1)}`,
  ].join(', ');
}
