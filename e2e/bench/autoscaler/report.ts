import { formatTable } from '../../src/format-table.ts';
import { goalTable } from '../goals.ts';
import { machineLine } from '../machine-facts.ts';
import { megabytes, seconds, spreadCell } from '../runtime/report/figure-cells.ts';
import { autoscalerGoals, writesEachMinute } from './autoscaler-goals.ts';
import type { AutoscalerResult } from './autoscaler-result.ts';
import type { DecideFigure } from './measure-decide.ts';
import type { LookFigure, ManyFigure } from './measure-many.ts';
import type { StepFigure } from './measure-step.ts';

/** The figures for a person, with the goals at the end. */
export function autoscalerReport(result: AutoscalerResult): string {
  const { machine, decide, many, step } = result;
  const goals = autoscalerGoals(result);
  const sections: readonly (readonly [title: string, body: string])[] = [
    ['one decision, without asking anybody', decide.length === 0 ? '' : decideTable(decide)],
    [`${many?.scalers} AutoScalers, a look at each every ${many?.periodSeconds} s`, many === undefined ? '' : manyTable(many)],
    ['from a step of a metric to spec.replicas', step.length === 0 ? '' : stepTable(step)],
    ['goals', goals.length === 0 ? '' : goalTable(goals)],
  ];
  const shown = sections.filter(([, body]) => body !== '').map(([title, body]) => `${title}\n${body}`);
  return [machineLine(machine), ...shown].join('\n\n');
}

function decideTable(figures: readonly DecideFigure[]): string {
  const rows = figures.map(({ metrics, decisions, p50Us, p99Us }) => [
    String(metrics),
    String(decisions),
    `${p50Us.toFixed(1)} µs`,
    `${p99Us.toFixed(1)} µs`,
  ]);
  return formatTable(['metrics', 'decisions', 'p50', 'p99'], rows);
}

function manyTable({ scalers, rest, moving }: ManyFigure): string {
  const row = (what: string, figure: LookFigure) => [
    what,
    `${figure.cost.seconds} s`,
    String(figure.looks),
    lateCell(figure.lateP50Seconds),
    lateCell(figure.lateP99Seconds),
    spreadCell(figure.cost.rssBytes, megabytes),
    `${figure.cost.cpuPercent.toFixed(1)} %`,
    figure.queriesPerSecond.toFixed(1),
    String(figure.failedQueries),
    ((figure.cost.writes / figure.cost.seconds) * 60).toFixed(0),
    writesEachMinute(figure, scalers).toFixed(2),
  ];
  const head = [
    'metrics',
    'for',
    'looks',
    'late p50',
    'late p99',
    'RSS',
    'CPU',
    'queries a second',
    'failed',
    'writes a minute',
    'of each',
  ];
  return formatTable(head, [row('rest', rest), row('move', moving)]);
}

/** Above the last bound of the histogram nothing is known but that. */
function lateCell(boundSeconds: number): string {
  return Number.isFinite(boundSeconds) ? `< ${seconds(boundSeconds * 1_000)}` : 'beyond';
}

const scalerNames: Readonly<Record<StepFigure['by'], string>> = {
  operator: 'AutoScaler',
  hpa: 'HorizontalPodAutoscaler',
  keda: 'KEDA',
  kedaCached: 'KEDA, cached metrics',
};

function stepTable(figures: readonly StepFigure[]): string {
  const rows = figures.map(({ by, periodSeconds, scrapeSeconds, repetitions, p50Ms, p99Ms, maxMs }) => [
    scalerNames[by],
    `${periodSeconds} s`,
    `${scrapeSeconds} s`,
    String(repetitions),
    ...[p50Ms, p99Ms, maxMs].map(seconds),
  ]);
  return formatTable(['by', 'a look every', 'a scrape every', 'steps', 'p50', 'p99', 'max'], rows);
}
