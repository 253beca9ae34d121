import { apiGroup, apiVersion, type KindDefinition, kinds } from '@dataservices/api';
import { toYaml } from './crds.ts';
import { type Generator, generatedMark } from './generator.ts';

/** For those who run kube-state-metrics already: what the custom resources say, as its metrics. */
export const kubeStateMetrics: Generator = {
  name: 'the configuration of kube-state-metrics',
  folder: 'charts/dataservices/files/kube-state-metrics',
  files: () => [
    {
      path: 'charts/dataservices/files/kube-state-metrics/config.yaml',
      content: `# ${generatedMark} from libs/api.\n${toYaml({ kind: 'CustomResourceStateMetrics', spec: { resources: kinds.map(resource) } })}`,
    },
  ],
};

function resource({ kind }: KindDefinition): object {
  return {
    groupVersionKind: { group: apiGroup, version: apiVersion, kind },
    metricNamePrefix: 'dataservices',
    labelsFromPath: { namespace: ['metadata', 'namespace'], name: ['metadata', 'name'] },
    metrics: [...conditions, ...(kind.endsWith('Cluster') ? clusterMetrics : scalerMetrics)],
  };
}

const conditions = [
  {
    name: 'resource_condition',
    help: 'A condition: 1 True, 0 False',
    each: {
      type: 'Gauge',
      gauge: { path: ['status', 'conditions'], labelsFromPath: { type: ['type'], reason: ['reason'] }, valueFrom: ['status'] },
    },
  },
];

function gauge(name: string, help: string, path: readonly string[]): object {
  return { name, help, each: { type: 'Gauge', gauge: { path } } };
}

const clusterMetrics = [
  gauge('resource_replicas_desired', 'Members that are asked for', ['spec', 'replicas']),
  gauge('resource_replicas', 'Members that exist', ['status', 'replicas']),
  gauge('resource_replicas_ready', 'Members that serve', ['status', 'readyReplicas']),
  {
    name: 'resource_info',
    help: 'Version that runs',
    each: { type: 'Info', info: { labelsFromPath: { version: ['status', 'version'] } } },
  },
];

const scalerMetrics = [
  gauge('autoscaler_replicas_current', 'Size that the target asks for', ['status', 'currentReplicas']),
  gauge('autoscaler_replicas_desired', 'Size that was decided on', ['status', 'desiredReplicas']),
];
