import * as grafana from '@grafana/grafana-foundation-sdk/dashboard';
import { runbookFolder } from './alerts/runbook-path.ts';
import type { Annotation, Dashboard, Variable } from './dashboard.ts';
import { datasource, panelBuilder } from './panel-builder.ts';

/** Grafana's own model of a dashboard, as its sidecar loads it from a file. */
export function grafanaDashboard({ uid, title, description, variables, annotations, rows }: Dashboard): grafana.Dashboard {
  const builder = new grafana.DashboardBuilder(title)
    .uid(uid)
    .description(description)
    .tags(['dataservices'])
    .time({ from: 'now-1h', to: 'now' })
    .refresh('30s')
    .timezone('browser')
    .readonly()
    .tooltip(grafana.DashboardCursorSync.Crosshair)
    .link(new grafana.DashboardLinkBuilder('dataservices').type(grafana.DashboardLinkType.Dashboards).tags(['dataservices']).keepTime(true))
    .withVariable(new grafana.DatasourceVariableBuilder('datasource').label('Data source').type('prometheus'))
    .withVariable(new grafana.ConstantVariableBuilder('runbooks').value(runbookFolder));
  for (const variable of variables) builder.withVariable(queryVariable(variable));
  for (const annotation of annotations) builder.annotation(annotationQuery(annotation));
  for (const row of rows) {
    builder.withRow(new grafana.RowBuilder(row.title));
    for (const panel of row.panels) builder.withPanel(panelBuilder(panel));
  }
  return numbered(builder.build());
}

/** As it is written to a file. */
export function dashboardFile(dashboard: Dashboard): string {
  return `${JSON.stringify(grafanaDashboard(dashboard), undefined, 2)}\n`;
}

/** Links to a panel go by its number, which the builder leaves to Grafana. */
function numbered(dashboard: grafana.Dashboard): grafana.Dashboard {
  return { ...dashboard, panels: (dashboard.panels ?? []).map((panel, index) => ({ ...panel, id: index + 1 })) };
}

function queryVariable({ name, label, query, isMany = false }: Variable): grafana.QueryVariableBuilder {
  return new grafana.QueryVariableBuilder(name)
    .label(label)
    .datasource(datasource)
    .query({ query, refId: name })
    .refresh(grafana.VariableRefresh.OnTimeRangeChanged)
    .sort(grafana.VariableSort.AlphabeticalAsc)
    .multi(isMany)
    .includeAll(isMany);
}

function annotationQuery({ name, color, expr, legend }: Annotation): grafana.AnnotationQueryBuilder {
  return new grafana.AnnotationQueryBuilder()
    .name(name)
    .datasource(datasource)
    .enable(true)
    .iconColor(color)
    .expr(expr)
    .titleFormat(legend)
    .step('15s');
}
