import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  concreteQuery,
  type Dashboard,
  type Matrix,
  type Panel,
  type RecordedEvent,
  type Recording,
  recordingText,
  recordMarks,
  recordSeries,
  type TimeGrid,
} from '@dataservices/observability';
import { resultsFolder } from './results-folder.ts';

/** What Grafana makes of a scrape every 5 s: four times as long. */
const rateInterval = '20s';

/** More lines than that cannot be told apart; bars are below each other. */
const mostSeries = { TimeSeries: 12, Stat: 1, States: 24, Table: 24 } as const;

export type Recorded = {
  /** What Prometheus answers to a query at the times of the grid. */
  readonly ask: (promql: string, grid: TimeGrid) => Promise<Matrix>;
  /** Of the dashboard's variables. */
  readonly values: Readonly<Record<string, string>>;
  readonly grid: TimeGrid;
  readonly events: readonly RecordedEvent[];
};

/** Asks what every panel and every annotation of a dashboard showed. @throws Error where Prometheus refuses a query */
export async function recordDashboard({ uid, rows, annotations }: Dashboard, recorded: Recorded): Promise<Recording> {
  const { values, grid, events } = recorded;
  const ask = (expr: string) => recorded.ask(concreteQuery(expr, values, { rateInterval }), grid);
  const recordPanel = async ({ title, view, queries }: Panel) => {
    const answers = await Promise.all(queries.map(async ({ expr, legend }) => ({ legend, matrix: await ask(expr) })));
    return { title, exprs: queries.map(({ expr }) => expr), ...recordSeries(answers, grid, mostSeries[view]) };
  };
  const marks = [];
  for (const annotation of annotations) marks.push(...recordMarks(annotation, await ask(annotation.expr), grid));
  const panels = [];
  for (const panel of rows.flatMap((row) => row.panels)) panels.push(await recordPanel(panel));
  return { dashboard: uid, seconds: (grid.count - 1) * grid.stepSeconds, stepSeconds: grid.stepSeconds, events, marks, panels };
}

/** Saves it to .results/dashboards: docs/dashboards.md says what is made of it. */
export function saveRecording(recording: Recording): void {
  const folder = join(resultsFolder, 'dashboards');
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, `${recording.dashboard}.json`), recordingText(recording));
}
