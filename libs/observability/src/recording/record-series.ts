import { formatLegend } from './legend.ts';
import type { RecordedPanel, RecordedSeries } from './recording.ts';
import { onGrid, type TimeGrid } from './time-grid.ts';

/** Of each series its labels, and pairs of a Unix time in seconds and a number as text: what Prometheus answers to `query_range`. */
export type Matrix = readonly {
  readonly metric: Readonly<Record<string, string>>;
  readonly values: readonly (readonly [number, string])[];
}[];

/** What Prometheus answered to one query of a panel. */
export type QueryAnswer = { readonly legend: string; readonly matrix: Matrix };

/**
 * What a panel shows, of the answers to its queries in their order.
 *
 * @param most of more series, those that rise highest are kept
 */
export function recordSeries(answers: readonly QueryAnswer[], grid: TimeGrid, most: number): Pick<RecordedPanel, 'series' | 'dropped'> {
  const series = answers.flatMap(({ legend, matrix }) => {
    const found = matrix.map(({ metric, values }) => ({ legend: formatLegend(legend, metric), values: onGrid(grid, values) }));
    return found.filter(({ values }) => values.some((value) => value !== null)).sort(byLegend);
  });
  const joined = joinLives(series);
  const dropped = joined.length - most;
  return dropped > 0 ? { series: highest(joined, most), dropped } : { series: joined };
}

/**
 * A member that comes back has another address, and is another series to Prometheus. Series of one name become one where none of their
 * times is the same; else those that come later are numbered.
 */
function joinLives(series: readonly RecordedSeries[]): readonly RecordedSeries[] {
  const lives = new Map<string, RecordedSeries[]>();
  for (const { legend, values } of series) {
    const same = lives.get(legend) ?? [];
    const index = same.findIndex((other) => values.every((value, time) => value === null || (other.values[time] ?? null) === null));
    const life = same[index];
    if (life === undefined) same.push({ legend: same.length === 0 ? legend : `${legend} (${same.length + 1})`, values });
    else same[index] = { legend: life.legend, values: life.values.map((value, time) => value ?? values[time] ?? null) };
    lives.set(legend, same);
  }
  return [...lives.values()].flat();
}

function highest(series: readonly RecordedSeries[], most: number): readonly RecordedSeries[] {
  const peak = ({ values }: RecordedSeries) => Math.max(...values.flatMap((value) => value ?? []));
  const kept = new Set(series.toSorted((a, b) => peak(b) - peak(a) || byLegend(a, b)).slice(0, most));
  return series.filter((one) => kept.has(one));
}

function byLegend(a: { readonly legend: string }, b: { readonly legend: string }): number {
  if (a.legend === b.legend) return 0;
  return a.legend < b.legend ? -1 : 1;
}
