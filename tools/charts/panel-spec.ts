import type { Panel, RecordedPanel, RecordedSeries, Recording } from '@dataservices/observability';
import { formatValue } from './format-value.ts';
import { colors, eventRules, minutesOf, panelWidth, type Spec, timeAxis } from './spec.ts';
import { statesSpec } from './states-spec.ts';
import { thin } from './thin.ts';
import { minuteTicks, ticksTo } from './ticks.ts';

const height = 76;

/**
 * A panel much as Grafana shows it: lines, or a bar for each state.
 *
 * @param recorded undefined where the panel came after the recording
 */
export function panelSpec(panel: Panel, recorded: RecordedPanel | undefined, recording: Recording): Spec {
  const subtitle = recorded === undefined ? '' : noteOf(panel, recorded);
  const head = { title: { text: panel.title, subtitle, limit: panelWidth }, width: panelWidth };
  if (recorded === undefined) return { ...head, height: 24, ...textSpec('came after this run') };
  const { series } = recorded;
  if (series.length === 0) return { ...head, height: 24, ...textSpec('nothing in this run') };
  if (panel.view === 'States') return { ...head, ...statesSpec(series, recording) };
  return { ...head, height, layer: [...happened, linesSpec(panel, series, recording)] };
}

function noteOf({ view, unit, queries }: Panel, { exprs, series, dropped = 0 }: RecordedPanel): string {
  // Where Grafana shows one number, it is the last.
  const last = view === 'Stat' ? series[0]?.values.findLast((value) => value !== null) : undefined;
  const notes = [
    ...(typeof last === 'number' ? [`${formatValue(last, unit)} at the end`] : []),
    ...(dropped > 0 ? [`without ${dropped} more series`] : []),
    ...(exprs.join() === queries.map(({ expr }) => expr).join() ? [] : ['asks something else since this run']),
  ];
  return notes.join(', ');
}

function textSpec(text: string): Spec {
  return { data: { values: [{}] }, mark: { type: 'text', text, color: colors.faint } };
}

/** Behind the lines: what annotations mark, and what was done. */
const happened: readonly Spec[] = [
  {
    data: { name: 'marks' },
    mark: { type: 'rect', opacity: 0.13 },
    encoding: { x: { field: 'x', type: 'quantitative' }, x2: { field: 'x2' }, color: { field: 'color', type: 'nominal', scale: null } },
  },
  eventRules,
];

function linesSpec(panel: Panel, series: readonly RecordedSeries[], { seconds, stepSeconds }: Recording): Spec {
  const peak = Math.max(0, ...series.flatMap(({ values }) => values.flatMap((value) => value ?? [])));
  const ticks = ticksTo(panel.max ?? peak);
  const top = panel.max ?? ticks.at(-1) ?? 1;
  const pixels = { x: panelWidth / (seconds / 60), y: height / top };
  const values = series.flatMap(({ legend, values: all }) =>
    thin(
      all.map((y, index) => ({ x: minutesOf(index * stepSeconds), y: y === null ? null : Math.min(Math.max(y, 0), top) })),
      pixels,
    ).map((point) => ({ ...point, s: legend })),
  );
  return {
    data: { values },
    mark: { type: 'line', strokeWidth: 1.3, strokeCap: 'round', strokeJoin: 'round' },
    encoding: { x: timeAxis(seconds, minuteTicks(seconds)), y: valueAxis(panel, ticks, top), color: legendOf(series) },
  };
}

function valueAxis({ unit }: Panel, ticks: readonly number[], top: number): Spec {
  const labels = Object.fromEntries(ticks.map((value) => [value, formatValue(value, unit)]));
  return {
    field: 'y',
    type: 'quantitative',
    scale: { domain: [0, top], nice: false },
    axis: { title: null, values: ticks, labelExpr: `${JSON.stringify(labels)}[datum.value]` },
  };
}

function legendOf(series: readonly RecordedSeries[]): Spec {
  const domain = series.map(({ legend }) => legend);
  const longest = Math.max(...domain.map(({ length }) => length));
  const columns = longest <= 15 ? 3 : longest <= 25 || domain.length > 6 ? 2 : 1;
  return {
    field: 's',
    type: 'nominal',
    scale: { domain, range: colors.series.slice(0, domain.length) },
    legend: { title: null, orient: 'bottom', direction: 'horizontal', columns, labelLimit: panelWidth / columns - 14 },
  };
}
