import type { RecordedSeries, Recording } from '@dataservices/observability';
import { colors, eventRules, minutesOf, type Spec, timeAxis } from './spec.ts';
import { minuteTicks } from './ticks.ts';

const rowHeight = 14;

/** A row for each series, with a bar for as long as it had a value: blue for yes, grey for no, orange for unknown. */
export function statesSpec(series: readonly RecordedSeries[], { seconds, stepSeconds }: Recording): Spec {
  const rows = series.map(({ legend }) => legend);
  const y = { field: 's', type: 'ordinal', scale: { domain: rows, paddingInner: 0.15, paddingOuter: 0.1 }, axis: null };
  const bars = series.flatMap(({ legend, values }) =>
    barsOf(values).map(({ from, to, value }) => ({
      x: minutesOf(from * stepSeconds),
      x2: minutesOf(Math.min(to * stepSeconds, seconds)),
      s: legend,
      color: value === 1 ? colors.yes : value === 0 ? colors.no : colors.unknown,
    })),
  );
  return {
    height: rowHeight * rows.length,
    layer: [
      {
        data: { values: bars },
        mark: { type: 'rect' },
        encoding: {
          x: timeAxis(seconds, minuteTicks(seconds)),
          x2: { field: 'x2' },
          y,
          color: { field: 'color', type: 'nominal', scale: null },
        },
      },
      eventRules,
      {
        data: { values: rows.map((s) => ({ s })) },
        mark: { type: 'text', align: 'left', baseline: 'middle', x: 4, fontSize: 9, limit: 270 },
        encoding: { y, text: { field: 's', type: 'nominal' } },
      },
    ],
  };
}

type Bar = { readonly from: number; to: number; readonly value: number };

/** From when to when each value lasted, in steps. The end is the step at which it was something else. */
function barsOf(values: readonly (number | null)[]): readonly Bar[] {
  const bars: Bar[] = [];
  for (const [index, value] of values.entries()) {
    const last = bars.at(-1);
    if (value === null) continue;
    if (last?.to === index && last.value === value) last.to = index + 1;
    else bars.push({ from: index, to: index + 1, value });
  }
  return bars;
}
