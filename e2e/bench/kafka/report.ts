import { formatSeconds, formatTable } from '../../src/format-table.ts';
import { spreadOf } from '../../src/statistics.ts';
import { lossCell, lossesOf, rangeCell, secondsCell, spreadsOf } from '../report-cells.ts';
import { type KafkaResult, workNames, workTitles } from './kafka-result.ts';
import { moveRate } from './moved-data.ts';
import { manyPartitions } from './partitions-part.ts';
import type { PlanFigure } from './plan-part.ts';
import type { WorkFigure } from './work-figure.ts';

const spreadFields = ['durationMs', 'gapMs', 'belowMinIsrMs', 'restarts', 'failed', 'load'] as const;

/** What repetitions of one thing have shown. */
function figuresOf(runs: readonly WorkFigure[]) {
  const rates = runs.flatMap(({ moved }) => (moved === null ? [] : (moveRate(moved) ?? [])));
  const p99Ms = spreadOf(runs.flatMap((run) => run.p99Ms ?? []));
  return { ...spreadsOf(spreadFields, runs), ...lossesOf(runs), p99Ms, movedMbPerSecond: spreadOf(rates) };
}

/** The figures of a result, without its repetitions. */
export function summarize({ machine, creation, partitions, plan, work }: KafkaResult) {
  const rows = workNames.flatMap((name) => {
    const runs = work[name] ?? [];
    return runs.length === 0 ? [] : [{ name, runs: runs.length, ...figuresOf(runs) }];
  });
  return {
    machine,
    creation: spreadsOf(['firstWriteMs', 'readyMs'], creation),
    partitions: spreadsOf(['memoryBeforeMb', 'memoryMb', 'passBeforeMs', 'passMs'], partitions),
    plan: spreadsOf(['partitions', 'drainBytes', 'toolBytes', 'largePlanMs'], plan),
    work: rows,
  };
}

const head = [
  'work',
  'runs',
  'gap p50',
  'max',
  'p99 of acks',
  'below min ISR',
  'failed',
  'lost',
  'restarts',
  'takes',
  'moves MB/s',
  'load',
];

export function kafkaReport(result: KafkaResult): string {
  const { creation, partitions, work } = summarize(result);
  const rows = work.map(({ name, runs, ...figures }) => [
    workTitles[name],
    String(runs),
    formatSeconds(figures.gapMs?.median),
    formatSeconds(figures.gapMs?.max),
    formatSeconds(figures.p99Ms?.median),
    formatSeconds(figures.belowMinIsrMs?.max, 1),
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
    ...result.plan.map((figure) => `\n${describePlan(figure)}`),
    ...(partitions.memoryMb === undefined ? [] : [`\n${partitionsLine(partitions)}`]),
  ].join('\n');
}

function partitionsLine({ memoryBeforeMb, memoryMb, passBeforeMs, passMs }: ReturnType<typeof summarize>['partitions']): string {
  const pass = `a pass ${rangeCell(passMs)} ms, ${rangeCell(passBeforeMs)} ms without`;
  return `with ${manyPartitions} partitions more: operators ${rangeCell(memoryMb)} MB, ${rangeCell(memoryBeforeMb)} MB without; ${pass}`;
}

export function describePlan({ partitions, drainBytes, toolBytes, largePlanMs }: PlanFigure): string {
  const [ours, tools] = [drainBytes, toolBytes].map((bytes) => `${Math.round(bytes / 1e6)} MB`);
  return `to empty the last broker, of ${partitions} partitions: ${ours} to copy, ${tools} by Kafka's tool; to plan 10,000 partitions for 50 brokers, ten of them new, takes ${largePlanMs} ms`;
}

export function describeFigure({
  durationMs,
  gapMs,
  p99Ms,
  belowMinIsrMs,
  failed,
  lost,
  acknowledged,
  restarts,
  moved,
  load,
}: WorkFigure): string {
  const rate = moved === null ? undefined : moveRate(moved);
  return [
    `gap ${formatSeconds(gapMs)}`,
    `p99 ${p99Ms === null ? '?' : formatSeconds(p99Ms)}`,
    ...(belowMinIsrMs === 0 ? [] : [`below min ISR for ${formatSeconds(belowMinIsrMs, 1)}`]),
    `failed ${failed}`,
    `lost ${lost ?? '?'} of ${acknowledged}`,
    `${restarts} restarts`,
    ...(moved === null ? [] : [`moved ${Math.round(moved.bytes / 1e6)} MB`]),
    ...(rate === undefined ? [] : [`${rate.toFixed(1)} MB/s`]),
    `in ${formatSeconds(durationMs, 1)}`,
    `load ${load.toFixed(1)}`,
  ].join(', ');
}
