import type * as cog from '@grafana/grafana-foundation-sdk/cog';
import * as common from '@grafana/grafana-foundation-sdk/common';
import * as grafana from '@grafana/grafana-foundation-sdk/dashboard';
import * as prometheus from '@grafana/grafana-foundation-sdk/prometheus';
import * as stat from '@grafana/grafana-foundation-sdk/stat';
import * as stateTimeline from '@grafana/grafana-foundation-sdk/statetimeline';
import * as table from '@grafana/grafana-foundation-sdk/table';
import * as timeSeries from '@grafana/grafana-foundation-sdk/timeseries';
import type { Panel } from './panel.ts';

export const datasource: common.DataSourceRef = { type: 'prometheus', uid: '$datasource' };

const widths = { TimeSeries: 8, Stat: 4, States: 12, Table: 24 } as const;
const heights = { TimeSeries: 8, Stat: 4, States: 8, Table: 8 } as const;

/** Grafana's own model of a panel. The dashboard's builder gives it its place and its number. */
export function panelBuilder(panel: Panel): cog.Builder<grafana.Panel> {
  const { title, description, view, unit, queries, alert, max } = panel;
  const builder = viewBuilder(panel)
    .title(title)
    .description(description)
    .datasource(datasource)
    .unit(unit)
    .height(heights[view])
    .span(widths[view]);
  if (max !== undefined) builder.max(max);
  if (alert !== undefined) builder.links([runbookLink(alert)]);
  for (const [index, { expr, legend }] of queries.entries()) {
    builder.withTarget(new prometheus.DataqueryBuilder().refId(refId(index)).expr(expr).legendFormat(legend).datasource(datasource));
  }
  return builder;
}

function viewBuilder({ view }: Panel) {
  switch (view) {
    case 'TimeSeries':
      return new timeSeries.PanelBuilder().min(0).fillOpacity(10).spanNulls(false).legend(legend()).tooltip(tooltip());
    case 'Stat':
      return new stat.PanelBuilder();
    case 'States':
      return new stateTimeline.PanelBuilder().mappings([truth]).fillOpacity(80);
    case 'Table':
      return new table.PanelBuilder();
  }
}

function legend(): common.VizLegendOptionsBuilder {
  return new common.VizLegendOptionsBuilder()
    .showLegend(true)
    .displayMode(common.LegendDisplayMode.List)
    .placement(common.LegendPlacement.Bottom);
}

/** Of all series at once: what differs is what one looks for. */
function tooltip(): common.VizTooltipOptionsBuilder {
  return new common.VizTooltipOptionsBuilder().mode(common.TooltipDisplayMode.Multi).sort(common.SortOrder.Descending);
}

const truth: grafana.ValueMap = {
  type: grafana.MappingType.ValueToText,
  options: {
    '1': { text: 'yes', index: 0 },
    '0': { text: 'no', index: 1 },
    '-1': { text: 'unknown', index: 2 },
  },
};

function runbookLink(alert: string): grafana.DashboardLinkBuilder {
  // The first is a variable of Grafana.
  return new grafana.DashboardLinkBuilder('Runbook').type(grafana.DashboardLinkType.Link).url(`\${runbooks}/${alert}.md`).targetBlank(true);
}

function refId(index: number): string {
  return String.fromCharCode('A'.charCodeAt(0) + index);
}
