import { formatSeconds, formatTable } from '../../src/format-table.ts';
import type { Spread } from '../../src/statistics.ts';
import { lossCell, lossesOf, rangeCell, spreadsOf } from '../report-cells.ts';
import { type RabbitmqResult, rabbitmqParts, workTitles } from './rabbitmq-result.ts';
import type { WorkFigure } from './work-figure.ts';

const spreadFields = ['durationMs', 'gapMs', 'restarts', 'failed', 'repeated', 'newLeaders', 'newConnections', 'load'] as const;

/** What repetitions of one thing have shown. Where `lost` says nothing, consumers could not be waited for. */
function figuresOf(runs: readonly WorkFigure[]) {
  return { ...spreadsOf(spreadFields, runs), ...lossesOf(runs) };
}

/** The figures of a result, without its repetitions. */
export function summarize({ machine, work }: RabbitmqResult) {
  const rows = rabbitmqParts.flatMap((name) => {
    const runs = work[name] ?? [];
    return runs.length === 0 ? [] : [{ name, runs: runs.length, ...figuresOf(runs) }];
  });
  return { machine, work: rows };
}

const head = [
  'work',
  'runs',
  'gap p50',
  'max',
  'failed',
  'lost',
  'repeated',
  'restarts',
  'takes',
  'leaders on new',
  'connections on new',
  'load',
];

export function rabbitmqReport(result: RabbitmqResult): string {
  const rows = summarize(result).work.map(({ name, runs, ...figures }) => [
    workTitles[name],
    String(runs),
    formatSeconds(figures.gapMs?.median),
    formatSeconds(figures.gapMs?.max),
    rangeCell(figures.failed),
    lossCell(figures),
    rangeCell(figures.repeated),
    rangeCell(figures.restarts),
    formatSeconds(figures.durationMs?.median, 1),
    percent(name === 'join' ? figures.newLeaders : undefined),
    percent(name === 'join' ? figures.newConnections : undefined),
    figures.load === undefined ? '-' : figures.load.median.toFixed(1),
  ]);
  return formatTable(head, rows);
}

export function describeFigure(figure: WorkFigure): string {
  const { durationMs, gapMs, failed, lost, acknowledged, repeated, restarts, newLeaders, newConnections, load } = figure;
  const shares =
    newLeaders + newConnections === 0 ? [] : [`on new nodes ${whole(newLeaders)} of leaders, ${whole(newConnections)} of connections`];
  return [
    `gap ${formatSeconds(gapMs)}`,
    `failed ${failed}`,
    `lost ${lost ?? '?'} of ${acknowledged}`,
    `repeated ${repeated}`,
    `${restarts} restarts`,
    ...shares,
    `in ${formatSeconds(durationMs, 1)}`,
    `load ${load.toFixed(1)}`,
  ].join(', ');
}

function percent(spread: Spread | undefined): string {
  if (spread === undefined) return '-';
  return spread.min === spread.max ? whole(spread.min) : `${whole(spread.median)} (${whole(spread.min)} to ${whole(spread.max)})`;
}

function whole(part: number): string {
  return `${Math.round(part * 100)} %`;
}
