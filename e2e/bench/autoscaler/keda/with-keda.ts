import { join } from 'node:path';
import { binary } from '../../../cluster/src/binaries.ts';
import { startChild, stopChild } from '../../../cluster/src/child.ts';
import { findFreePorts } from '../../../cluster/src/free-ports.ts';
import { createPki, keyPair } from '../../../cluster/src/pki.ts';
import { runCommand } from '../../../cluster/src/run-command.ts';
import { awaitOwner } from '../../../src/await-kinds.ts';
import { ensureGoProgram, goModuleFolder } from '../../../src/go-program.ts';
import { repository } from '../../../src/results-folder.ts';
import { delegationArgs } from '../hpa/with-adapter.ts';
import { withExternalMetrics } from '../hpa/with-external-metrics.ts';
import type { StepScene } from '../step-scaler.ts';
import { metric, scaledObjects } from './scaled-object.ts';

const source = join(repository, 'e2e/bench/autoscaler/keda');
const module = 'github.com/kedacore/keda/v2';

/** Its kinds, as its module has them; returns when the API server lets a ScaledObject own the HorizontalPodAutoscaler that is made of it. */
export async function installKeda({ kubeconfig }: Pick<StepScene['bench'], 'kubeconfig'>): Promise<void> {
  const kinds = `--filename=${join(await goModuleFolder(source, module), 'config/crd/bases')}`;
  const kubectl = (args: readonly string[], input?: string) =>
    runCommand(binary('kubectl'), [`--kubeconfig=${kubeconfig}`, ...args], { input });
  await kubectl(['apply', '--server-side', kinds]);
  await kubectl(['wait', '--for=condition=Established', '--timeout=30s', kinds]);
  const { group, version, kind } = scaledObjects;
  await awaitOwner({ kubectl }, { apiVersion: `${group}/${version}`, kind, namespace: 'default' });
}

/**
 * Runs KEDA's operator and its metrics server for one namespace while `work` goes on. Its webhooks only refuse what cannot work, and are left out.
 * The two know each other by certificates, which the operator otherwise keeps in a Secret for a kubelet to bring.
 */
export async function withKeda<T>({ bench, namespace }: StepScene, work: () => Promise<T>): Promise<T> {
  const { kube, kubeconfig } = bench;
  // Built from source, the first time: with the clients of all that it can scale by, that takes long.
  const operatorProgram = await ensureGoProgram({ name: 'keda-operator', source, packagePath: `${module}/cmd/operator` });
  const serverProgram = await ensureGoProgram({ name: 'keda-metrics-server', source, packagePath: `${module}/cmd/adapter` });
  const folder = join(bench.folder, namespace);
  const certificates = join(folder, 'certificates');
  await createPki(certificates, [{ name: 'tls', commonName: 'keda', names: ['DNS:localhost', 'IP:127.0.0.1'] }]);
  const { certificate, key } = keyPair(certificates, 'tls');
  const [port = 0, operatorPort = 0, figuresPort = 0] = await findFreePorts(3);
  const environment = ['WATCH_NAMESPACE', 'POD_NAMESPACE', 'KEDA_CLUSTER_OBJECT_NAMESPACE'].map((name) => `${name}=${namespace}`);
  const start = (name: string, program: string, args: readonly string[]) => {
    const common = [`--kubeconfig=${kubeconfig}`, `--cert-dir=${certificates}`];
    return startChild(folder, name, [...environment, program, ...common, ...args], 'env');
  };
  const operator = start('keda-operator', operatorProgram, [
    '--metrics-bind-address=0',
    '--health-probe-bind-address=0',
    `--metrics-service-bind-address=127.0.0.1:${operatorPort}`,
  ]);
  const server = start('keda-metrics-server', serverProgram, [
    ...delegationArgs(kubeconfig),
    `--metrics-service-address=localhost:${operatorPort}`,
    `--tls-cert-file=${certificate}`,
    `--tls-private-key-file=${key}`,
    '--bind-address=127.0.0.1',
    `--secure-port=${port}`,
    `--port=${figuresPort}`,
  ]);
  try {
    return await withExternalMetrics({ kube, kubeconfig, children: [server, operator], port, namespace, metric }, work);
  } finally {
    await Promise.all([stopChild(server), stopChild(operator)]);
  }
}
