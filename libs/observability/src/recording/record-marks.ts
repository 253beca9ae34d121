import type { Annotation } from '../dashboard.ts';
import { type Matrix, recordSeries } from './record-series.ts';
import type { RecordedMark } from './recording.ts';
import type { TimeGrid } from './time-grid.ts';

/** What an annotation marks: all times at which its query has a value above zero. Neighbouring times are one span, as Grafana has it. */
export function recordMarks({ name, color, legend }: Annotation, matrix: Matrix, grid: TimeGrid): readonly RecordedMark[] {
  const { series } = recordSeries([{ legend, matrix }], grid, Number.POSITIVE_INFINITY);
  const marks = series.map((one) => ({ name, color, legend: one.legend, spans: spansOf(one.values, grid.stepSeconds) }));
  return marks.filter(({ spans }) => spans.length > 0);
}

function spansOf(values: readonly (number | null)[], stepSeconds: number): readonly (readonly [number, number])[] {
  const spans: [number, number][] = [];
  for (const [index, value] of values.entries()) {
    if (value === null || value <= 0) continue;
    const at = index * stepSeconds;
    const last = spans.at(-1);
    if (last?.[1] === at - stepSeconds) last[1] = at;
    else spans.push([at, at]);
  }
  return spans;
}
