import { type Ref, type Resource, resources } from '@dataservices/kube';
import { operator } from './operator.ts';
import { fieldManager, type TestBed } from './test-bed.ts';

const podLabel = (name: string) => `__meta_kubernetes_pod_label_${name}`;
/** Labels of pods that their series carry, as the chart's PodMonitor has it. */
const carried = ['dataservices_dev_cluster', 'app_kubernetes_io_name', 'app_kubernetes_io_component'];
/** RabbitMQ with TLS has its metrics with TLS alone, on this port. */
const encryptedMetrics = {
  source_labels: ['__meta_kubernetes_pod_container_port_number'],
  regex: '15691',
  target_label: '__scheme__',
  replacement: 'https',
};
const token = '/var/run/secrets/kubernetes.io/serviceaccount';

export type ScrapeOptions = {
  /** Also what each container uses, of which kubelets tell much. Default false. */
  readonly withContainers?: boolean;
};

/** What Prometheus scrapes where the chart's monitors are used: every managed pod, the operators, and the volumes of the kubelets. */
export function scrapeConfig(namespace: string, { withContainers = false }: ScrapeOptions = {}): object {
  const pods = { role: 'pod', namespaces: { names: [namespace, operator.namespace] } };
  const named = [
    { source_labels: ['__meta_kubernetes_namespace'], target_label: 'namespace' },
    { source_labels: ['__meta_kubernetes_pod_name'], target_label: 'pod' },
    ...carried.map((label) => ({ source_labels: [podLabel(label)], target_label: label })),
  ];
  const keep = (source: string, regex: string) => ({ source_labels: [source], regex, action: 'keep' });
  const port = '__meta_kubernetes_pod_container_port_name';
  return {
    global: { scrape_interval: '5s', scrape_timeout: '4s', evaluation_interval: '5s' },
    rule_files: ['alerts.yml'],
    scrape_configs: [
      {
        job_name: 'members',
        kubernetes_sd_configs: [pods],
        tls_config: { insecure_skip_verify: true },
        relabel_configs: [keep(podLabel('app_kubernetes_io_part_of'), 'dataservices'), keep(port, 'metrics'), encryptedMetrics, ...named],
      },
      {
        job_name: 'operators',
        honor_labels: true,
        kubernetes_sd_configs: [pods],
        relabel_configs: [keep(podLabel('app_kubernetes_io_name'), 'dataservices-operator'), keep(port, 'http'), ...named],
      },
      ofKubelets('kubelets', { metric_relabel_configs: [keep('__name__', 'kubelet_volume_stats_.*')] }),
      ...(withContainers
        ? [ofKubelets('containers', { metrics_path: '/metrics/cadvisor', metric_relabel_configs: [keep('namespace', namespace)] })]
        : []),
    ],
  };
}

function ofKubelets(job: string, own: object): object {
  return {
    job_name: job,
    scheme: 'https',
    honor_labels: true,
    authorization: { credentials_file: `${token}/token` },
    tls_config: { insecure_skip_verify: true },
    kubernetes_sd_configs: [{ role: 'node' }],
    ...own,
  };
}

const group = 'rbac.authorization.k8s.io';

const roleKinds = {
  clusterRoles: { group, version: 'v1', kind: 'ClusterRole', plural: 'clusterroles', isNamespaced: false },
  clusterRoleBindings: { group, version: 'v1', kind: 'ClusterRoleBinding', plural: 'clusterrolebindings', isNamespaced: false },
} as const satisfies Record<string, Resource>;

/** Permits an account of a namespace to find pods, and to ask the kubelets. */
export async function permitScraping({ kube }: TestBed, { namespace, name }: Required<Ref>): Promise<void> {
  const metadata = { name: `${namespace}-${name}` };
  const account = { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { namespace, name } };
  const role = {
    apiVersion: `${group}/v1`,
    kind: 'ClusterRole',
    metadata,
    rules: [
      { apiGroups: [''], resources: ['pods', 'nodes'], verbs: ['get', 'list', 'watch'] },
      { apiGroups: [''], resources: ['nodes/metrics'], verbs: ['get'] },
    ],
  };
  const binding = {
    apiVersion: `${group}/v1`,
    kind: 'ClusterRoleBinding',
    metadata,
    roleRef: { apiGroup: group, kind: 'ClusterRole', name: metadata.name },
    subjects: [{ kind: 'ServiceAccount', namespace, name }],
  };
  await kube.apply(resources.serviceAccounts, account, { fieldManager });
  await kube.apply(roleKinds.clusterRoles, role, { fieldManager });
  await kube.apply(roleKinds.clusterRoleBindings, binding, { fieldManager });
}

/** Takes away what is not in the namespace. */
export async function forbidScraping({ kube }: TestBed, { namespace, name }: Required<Ref>): Promise<void> {
  const ref = { name: `${namespace}-${name}` };
  await kube.delete(roleKinds.clusterRoleBindings, ref);
  await kube.delete(roleKinds.clusterRoles, ref);
}
