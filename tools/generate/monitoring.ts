import { alertGroups, dashboardFile, dashboards, ruleGroups, runbookFolder, runbookPages } from '@dataservices/observability';
import { toYaml } from './crds.ts';
import { type Generator, generatedMark } from './generator.ts';

const mark = `${generatedMark} from libs/observability.`;

/** As Grafana imports them, and as the chart puts them into ConfigMaps. JSON has no place for a mark. */
export const dashboardFiles: Generator = {
  name: 'dashboards',
  folder: 'charts/dataservices/files/dashboards',
  files: () =>
    dashboards.map((dashboard) => ({
      path: `charts/dataservices/files/dashboards/${dashboard.uid}.json`,
      content: dashboardFile(dashboard),
    })),
};

/** As Prometheus reads it with `rule_files`, and as the chart puts it into a PrometheusRule. */
export const alertFile: Generator = {
  name: 'alerts',
  folder: 'charts/dataservices/files/alerts',
  files: () => [
    {
      path: 'charts/dataservices/files/alerts/dataservices.yaml',
      content: `# ${mark}\n${toYaml({ groups: ruleGroups(alertGroups) })}`,
    },
  ],
};

export const runbooks: Generator = {
  name: 'runbooks',
  folder: runbookFolder,
  files: () => runbookPages(alertGroups, mark),
};
