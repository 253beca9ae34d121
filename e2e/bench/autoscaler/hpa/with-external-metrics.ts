import { type KubeClient, type Resource, resources } from '@dataservices/kube';
import { openApi } from '../../../cluster/src/api-request.ts';
import { type Child, expectAlive } from '../../../cluster/src/child.ts';
import { logTail } from '../../../cluster/src/log-tail.ts';
import { waitUntil } from '../../../cluster/src/wait-until.ts';

export type MetricsServer = {
  readonly kube: KubeClient;
  readonly kubeconfig: string;
  /** It itself, on `port` of this machine, and what it asks. */
  readonly children: readonly [server: Child, ...asked: readonly Child[]];
  readonly port: number;
  readonly namespace: string;
  /** Of that namespace, with labels as in a URL: `load` or `load?labelSelector=…`. It is ready when this one has a value. */
  readonly metric: string;
};

const group = 'external.metrics.k8s.io';
const by = { fieldManager: 'bench' };
const apiServices: Resource = {
  group: 'apiregistration.k8s.io',
  version: 'v1',
  kind: 'APIService',
  plural: 'apiservices',
  isNamespaced: false,
};

/** Has the API server pass questions for external metrics on to a process of this machine while `work` goes on. */
export async function withExternalMetrics<T>(server: MetricsServer, work: () => Promise<T>): Promise<T> {
  const { kube, kubeconfig, children, port, namespace, metric } = server;
  const [{ name, logPath }] = children;
  try {
    await register(kube, name, port);
    const api = openApi(kubeconfig);
    await waitUntil(
      async () => {
        expectAlive(children);
        const answer = await api.send('GET', `/apis/${group}/v1beta1/namespaces/${namespace}/${metric}`);
        return (answer as { readonly items: readonly unknown[] }).items.length > 0;
      },
      { what: `${name} to serve the metric`, timeoutMs: 60_000, explain: () => logTail(logPath) },
    );
    return await work();
  } finally {
    await kube.delete(apiServices, { name: `v1beta1.${group}` });
  }
}

/** The API server passes on to a name, since no address of a Service leads to a process of this machine. */
async function register(kube: KubeClient, name: string, port: number): Promise<void> {
  const metadata = { namespace: 'default', name };
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
