import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { KubeClient } from '@dataservices/kube';
import { startChild, stopChild } from '../../../cluster/src/child.ts';
import { findFreePorts } from '../../../cluster/src/free-ports.ts';
import { ensureGoProgram } from '../../../src/go-program.ts';
import { repository } from '../../../src/results-folder.ts';
import { withExternalMetrics } from './with-external-metrics.ts';

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
    ...delegationArgs(kubeconfig),
    `--prometheus-url=http://127.0.0.1:${prometheusPort}`,
    `--config=${configPath}`,
    `--cert-dir=${join(folder, 'certificates')}`,
    '--bind-address=127.0.0.1',
    `--secure-port=${port}`,
  ];
  const adapter = startChild(folder, name, args, program);
  try {
    const server = { kube, kubeconfig, children: [adapter], port, namespace: 'default', metric: metricName } as const;
    return await withExternalMetrics(server, work);
  } finally {
    await stopChild(adapter);
  }
}

/** Whom a server of metrics asks about those who ask it. */
export function delegationArgs(kubeconfig: string): readonly string[] {
  return ['lister', 'authentication', 'authorization'].map((who) => `--${who}-kubeconfig=${kubeconfig}`);
}

/** Built from source, in some minutes the first time. */
function ensureAdapter(): Promise<string> {
  const source = join(repository, 'e2e/bench/autoscaler/hpa/prometheus-adapter');
  return ensureGoProgram({ name, source, packagePath: 'sigs.k8s.io/prometheus-adapter/cmd/adapter' });
}
