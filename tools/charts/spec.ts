/** A part of a specification of Vega-Lite, of which `renderSvg` has the library check that it makes sense of it. */
export type Spec = Readonly<Record<string, unknown>>;

/** Of the drawing of a panel, without its axes and legend, in pixels. */
export const panelWidth = 280;
/** Between panels that are side by side: the numbers of the axis are there. */
export const gutter = 60;
export const columns = 3;

export const colors = {
  /** Of series, in their order. */
  series: [
    ...['#1f6fd1', '#e07b00', '#2f9e44', '#d1373f', '#8451c9', '#0f9aa8'],
    ...['#8d6e4f', '#d65bb0', '#7a8491', '#a3a000', '#5ab0f0', '#f0a67a'],
  ],
  /** Of states. */
  yes: '#7eb0f5',
  no: '#e2e6ea',
  unknown: '#f2b661',
  text: '#24292f',
  faint: '#57606a',
  grid: '#e7e9ec',
} as const;

/** The encoding of the time in minutes, the same in all parts of a picture. */
export function timeAxis(seconds: number, ticks: readonly number[]): Spec {
  return {
    field: 'x',
    type: 'quantitative',
    scale: { domain: [0, seconds / 60], nice: false },
    axis: { title: null, values: ticks, labelExpr: "datum.value + ' min'" },
  };
}

/** A second within a recording as minutes, to the hundredth. */
export function minutesOf(seconds: number): number {
  return Math.round((seconds / 60) * 100) / 100;
}

/** A line where something was done, in each panel. */
export const eventRules: Spec = {
  data: { name: 'events' },
  mark: { type: 'rule', color: colors.faint, strokeDash: [2, 2], strokeWidth: 0.8 },
  encoding: { x: { field: 'x', type: 'quantitative' } },
};

/** About how wide a text is, in pixels, in whatever font it is shown. */
export function textWidth(text: string, fontSize: number): number {
  return text.length * fontSize * 0.56;
}
