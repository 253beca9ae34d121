import type { Recording } from '@dataservices/observability';
import { colors, columns, gutter, minutesOf, panelWidth, type Spec, textWidth, timeAxis } from './spec.ts';
import { minuteTicks } from './ticks.ts';

const rowHeight = 13;
const width = panelWidth * columns + gutter * (columns - 1);
const fontSize = 10;

type Span = readonly [from: number, to: number];
type Bar = { readonly x: number; readonly x2: number };

/** Over the whole width: a row for each thing that was done, and for each mark of the dashboard's annotations. */
export function happenedSpec(recording: Recording): Spec {
  const { seconds, events, marks } = recording;
  const rows = [
    ...events.map(({ at, what }) => ({ s: what, color: colors.text, bars: [barOf([at, at], recording)] })),
    ...marks.map(({ name, legend, color, spans }) => ({
      s: `${name}: ${legend}`,
      color,
      bars: spans.map((span) => barOf(span, recording)),
    })),
  ];
  const y = { field: 's', type: 'ordinal', scale: { domain: rows.map(({ s }) => s) }, axis: null };
  const x = timeAxis(seconds, minuteTicks(seconds));
  const bars = rows.flatMap(({ s, color, bars: own }) => own.map((bar) => ({ s, color, ...bar })));
  const names = rows.map(({ s, bars: own }) => ({ s, ...nameOf(s, own, seconds) }));
  return {
    title: 'What happened',
    width,
    height: rowHeight * Math.max(1, rows.length),
    layer: [
      { data: { values: bars }, mark: { type: 'rect', opacity: 0.5 }, encoding: { x, x2: { field: 'x2' }, y, color: asIs } },
      ...(['left', 'right'] as const).map((align) => ({
        data: { values: names.filter((name) => name.align === align) },
        mark: { type: 'text', baseline: 'middle', fontSize, align, dx: align === 'left' ? 4 : -4 },
        encoding: { x: { field: 'x', type: 'quantitative' }, y, text: { field: 's', type: 'nominal' } },
      })),
    ],
  };
}

const asIs = { field: 'color', type: 'nominal', scale: null };

/** Where the name of a row is written: behind its last bar, or else before its first, or else from the left over them. */
function nameOf(name: string, bars: readonly Bar[], seconds: number): { readonly x: number; readonly align: 'left' | 'right' } {
  const needed = ((textWidth(name, fontSize) + 8) / width) * minutesOf(seconds);
  const [first, last] = [bars[0]?.x ?? 0, bars.at(-1)?.x2 ?? 0];
  if (last + needed <= minutesOf(seconds)) return { x: last, align: 'left' };
  return first >= needed ? { x: first, align: 'right' } : { x: 0, align: 'left' };
}

/** What annotations mark, and when something was done, for every panel. */
export function happenedData(recording: Recording): Spec {
  return {
    events: recording.events.map(({ at }) => ({ x: minutesOf(at) })),
    marks: recording.marks.flatMap(({ color, spans }) => spans.map((span) => ({ color, ...barOf(span, recording) }))),
  };
}

/** Wide enough to be seen: what holds at one look has held for a step. */
function barOf([from, to]: Span, { seconds, stepSeconds }: Recording): Bar {
  return { x: minutesOf(from), x2: minutesOf(Math.min(to + stepSeconds, seconds)) };
}
