import { formatSeconds, formatTable } from '../../src/format-table.ts';
import type { Spread } from '../../src/statistics.ts';
import { lossCell, rangeCell } from '../report-cells.ts';
import type { CreationFigure } from './creation-part.ts';
import { type CreationRow, summarize, type WorkRow } from './figures.ts';
import { type RabbitmqResult, workTitles } from './rabbitmq-result.ts';
import type { WorkFigure } from './work-figure.ts';

const creationHead = ['creation with', 'runs', 'confirms', 'max', 'ready', 'max', 'load'];
const workHead = [
  'work',
  'with',
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
  const { creation, work, compared } = summarize(result);
  const ratios = compared.map(({ what, ratio }) => [what, ratio.toFixed(2)]);
  const tables = [
    { head: creationHead, rows: creation.map(creationRow) },
    { head: workHead, rows: work.map(workRow) },
    { head: ['dataservices : cluster-operator', 'ratio'], rows: ratios },
  ];
  return tables.flatMap(({ head, rows }) => (rows.length === 0 ? [] : [formatTable(head, rows)])).join('\n\n');
}

function creationRow({ way, runs, confirmingMs, readyMs, load }: CreationRow): readonly string[] {
  const times = [confirmingMs, readyMs].flatMap((spread) => [formatSeconds(spread?.median, 1), formatSeconds(spread?.max, 1)]);
  return [way, String(runs), ...times, loadOf(load)];
}

function workRow({ name, way, runs, ...figures }: WorkRow): readonly string[] {
  return [
    workTitles[name],
    way,
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
    loadOf(figures.load),
  ];
}

export function describeCreation({ confirmingMs, readyMs, load }: CreationFigure): string {
  return `confirms after ${formatSeconds(confirmingMs, 1)}, ready after ${formatSeconds(readyMs, 1)}, load ${load.toFixed(1)}`;
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

function loadOf(load: Spread | undefined): string {
  return load === undefined ? '-' : load.median.toFixed(1);
}
