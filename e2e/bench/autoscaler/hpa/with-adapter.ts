import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type KubeClient, type Resource, resources } from '@dataservices/kube';
import { openApi } from '../../../cluster/src/api-request.ts';
import { expectAlive, startChild, stopChild } from '../../../cluster/src/child.ts';
import { findFreePorts } from '../../../cluster/src/free-ports.ts';
import { logTail } from '../../../cluster/src/log-tail.ts';
import { waitUntil } from '../../../cluster/src/wait-until.ts';
import { ensureGoProgram } from '../../../src/go-program.ts';
import { repository } from '../../../src/results-folder.ts';

export type AdapterInput = {
  readonly kube: KubeClient;
  readonly kubeconfig: string;
  /** For its configuration, certificate and log. */
  readonly folder: string;
  /** Of a Prometheus that has scraped the metric already: the adapter lists what there is at its start, and then every ten minutes. */
  readonly prometheusPort: number;
};

/** The one metric that it serves. */
export const metricName = 'load';

const name = 'prometheus-adapter';
const namespace = 'default';
const group = 'external.metrics.k8s.io';
const by = { fieldManager: 'bench' };
const apiServices: Resource = {
  group: 'apiregistration.k8s.io',
  version: 'v1',
  kind: 'APIService',
  plural: 'apiservices',
  isNamespaced: false,
};

const config = {
  externalRules: [
    {
      seriesQuery: metricName,
      resources: { namespaced: false },
      metricsQuery: 'sum(<<.Series>>{<<.LabelMatchers>>})',
    },
  ],
};

/** Runs a real prometheus-adapter behind the API server while `work` goes on. */
export async function withAdapter<T>({ kube, kubeconfig, folder, prometheusPort }: AdapterInput, work: () => Promise<T>): Promise<T> {
  const program = await ensureAdapter();
  await mkdir(folder, { recursive: true });
  const configPath = join(folder, 'adapter.json');
  // JSON is YAML.
  await writeFile(configPath, JSON.stringify(config));
  const [port = 0] = await findFreePorts(1);
  const args = [
    ...['lister', 'authentication', 'authorization'].map((who) => `--${who}-kubeconfig=${kubeconfig}`),
    `--prometheus-url=http://127.0.0.1:${prometheusPort}`,
    `--config=${configPath}`,
    `--cert-dir=${join(folder, 'certificates')}`,
    '--bind-address=127.0.0.1',
    `--secure-port=${port}`,
  ];
  const adapter = startChild(folder, name, args, program);
  try {
    await register(kube, port);
    const api = openApi(kubeconfig);
    const path = `/apis/${group}/v1beta1/namespaces/${namespace}/${metricName}`;
    await waitUntil(
      async () => {
        expectAlive([adapter]);
        const { items } = (await api.send('GET', path)) as { readonly items: readonly unknown[] };
        return items.length > 0;
      },
      { what: 'prometheus-adapter to serve the metric', timeoutMs: 60_000, explain: () => logTail(adapter.logPath) },
    );
    return await work();
  } finally {
    await stopChild(adapter);
    await kube.delete(apiServices, { name: `v1beta1.${group}` });
  }
}

/** The API server passes on to a name, since no address of a Service leads to a process of this machine. */
async function register(kube: KubeClient, port: number): Promise<void> {
  const metadata = { namespace, name };
  const service = {
    apiVersion: 'v1',
    kind: 'Service',
    metadata,
    spec: { type: 'ExternalName', externalName: 'localhost', ports: [{ port }] },
  };
  await kube.apply(resources.services, service, by);
  const spec = {
    group,
    version: 'v1beta1',
    service: { ...metadata, port },
    insecureSkipTLSVerify: true,
    groupPriorityMinimum: 100,
    versionPriority: 100,
  };
  const object = { apiVersion: 'apiregistration.k8s.io/v1', kind: 'APIService', metadata: { name: `v1beta1.${group}` }, ...{ spec } };
  await kube.apply(apiServices, object, by);
}

/** Built from source, in some minutes the first time. */
function ensureAdapter(): Promise<string> {
  const source = join(repository, 'e2e/bench/autoscaler/hpa/prometheus-adapter');
  return ensureGoProgram({ name, source, packagePath: 'sigs.k8s.io/prometheus-adapter/cmd/adapter' });
}
