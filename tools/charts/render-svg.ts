import { parse, textMetrics, View } from 'vega';
import { compile, type TopLevelSpec } from 'vega-lite';
import { compactSvg } from './compact-svg.ts';
import { colors, type Spec, textWidth } from './spec.ts';

const config = {
  aria: false,
  font: 'sans-serif',
  title: {
    anchor: 'start',
    frame: 'group',
    fontSize: 11,
    fontWeight: 600,
    color: colors.text,
    subtitleColor: colors.faint,
    subtitleFontSize: 9,
    offset: 6,
  },
  axis: { labelFontSize: 9, labelColor: colors.faint, gridColor: colors.grid, domain: false, ticks: false, labelPadding: 4 },
  axisX: { grid: false },
  axisY: { minExtent: 44, maxExtent: 44 },
  legend: {
    labelFontSize: 9,
    labelColor: colors.text,
    symbolType: 'stroke',
    symbolStrokeWidth: 2,
    symbolOpacity: 1,
    symbolSize: 60,
    rowPadding: 1,
    columnPadding: 6,
    offset: 4,
    padding: 0,
  },
  text: { color: colors.text },
  view: { stroke: colors.grid },
  concat: { spacing: 10 },
};

declare module 'vega' {
  /** Exported, and not in its types. */
  export const textMetrics: { width(item: { readonly fontSize?: number }, text: unknown): number };
}

// Vega would measure with a canvas where it finds one, and take letters for wider than they are where it does not.
textMetrics.width = (item, text) => textWidth(String(text), item.fontSize ?? 11);

/**
 * Renders a specification of Vega-Lite, the same for the same specification everywhere: texts are measured by their number of letters.
 *
 * @throws Error with what the library does not understand
 */
export async function renderSvg(spec: Spec): Promise<string> {
  const whole = { background: 'white', padding: 12, config, ...spec } as unknown as TopLevelSpec;
  const view = new View(parse(compile(whole, { logger: refuse }).spec), { renderer: 'none', logger: refuse });
  return compactSvg(await view.toSVG());
}

/** A warning of the library is a picture that lacks something. */
const refuse = {
  level: () => 0,
  error: fail,
  warn: fail,
  info: () => refuse,
  debug: () => refuse,
};

function fail(...texts: readonly unknown[]): never {
  throw new Error(`Vega: ${texts.join(' ')}`);
}
