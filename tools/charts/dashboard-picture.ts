import type { Dashboard, RecordedPanel, Recording, Row } from '@dataservices/observability';
import { happenedData, happenedSpec } from './happened-spec.ts';
import { panelSpec } from './panel-spec.ts';
import { renderSvg } from './render-svg.ts';
import { columns, gutter, type Spec } from './spec.ts';

/** A dashboard as an SVG: what happened, and below it each of its rows of panels. */
export function dashboardPicture(dashboard: Dashboard, recording: Recording): Promise<string> {
  const recorded = new Map(recording.panels.map((panel) => [panel.title, panel]));
  return renderSvg({
    datasets: happenedData(recording),
    vconcat: [happenedSpec(recording), ...dashboard.rows.flatMap((row) => rowSpecs(row, recorded, recording))],
    spacing: 16,
  });
}

/** As many lines of panels as the row needs, the first with its title. */
function rowSpecs({ title, panels }: Row, recorded: ReadonlyMap<string, RecordedPanel>, recording: Recording): readonly Spec[] {
  const specs = panels.map((panel) => panelSpec(panel, recorded.get(panel.title), recording));
  const lines = Array.from({ length: Math.ceil(specs.length / columns) }, (_, line) => specs.slice(line * columns, (line + 1) * columns));
  return lines.map((hconcat, line) => ({
    ...(line === 0 ? { title: { text: title, fontSize: 15, offset: 8 } } : {}),
    hconcat,
    // What is around a panel does not move its neighbours, so that panels of a column begin below each other.
    bounds: 'flush',
    spacing: gutter,
    resolve: { scale: { color: 'independent', x: 'independent', y: 'independent' } },
  }));
}
