import { join } from 'node:path';
import { openApi } from './api-request.ts';
import { type Child, expectAlive, startChild, stopChild } from './child.ts';
import { apiServerArgs, apiServerIdentities, etcdArgs } from './control-plane-args.ts';
import { findFreePorts } from './free-ports.ts';
import { writeKubeconfig } from './kubeconfig.ts';
import { logTail } from './log-tail.ts';
import { createPki } from './pki.ts';
import { waitUntil } from './wait-until.ts';

const startTimeoutMs = 60_000;

export type ControlPlane = {
  /** A kubeconfig of a member of `system:masters`. */
  readonly kubeconfigPath: string;
  readonly url: string;
  /** Ends both processes at once. The folder stays, for its logs. Safe to call twice. */
  readonly stop: () => Promise<void>;
};

export type ControlPlaneOptions = {
  /** An empty or missing folder for certificates, data and logs. */
  readonly folder: string;
  /** Added to the API server's arguments; a repeated flag overrides ours. */
  readonly extraApiServerArgs?: readonly string[];
};

/**
 * Starts etcd and kube-apiserver on free ports of 127.0.0.1, for tests of API behaviour. Needs no root and no namespaces.
 * There are no controllers: nothing is garbage-collected, no namespace finishes deletion, no Pod ever runs.
 *
 * @throws Error with the end of the log when a process ends early or is not ready within 60 s
 */
export async function startControlPlane({ folder, extraApiServerArgs = [] }: ControlPlaneOptions): Promise<ControlPlane> {
  const pkiFolder = join(folder, 'pki');
  await createPki(pkiFolder, apiServerIdentities([]));
  const [clientPort = 0, peerPort = 0, port = 0] = await findFreePorts(3);
  const url = `https://127.0.0.1:${port}`;
  const kubeconfigPath = join(folder, 'admin.kubeconfig');
  await writeKubeconfig({ path: kubeconfigPath, name: 'control-plane', server: url, pkiFolder, identity: 'admin' });
  const input = { pkiFolder, etcdPort: clientPort, bindAddress: '127.0.0.1', advertiseAddress: '127.0.0.1', port };
  const children = [
    startChild(folder, 'etcd', etcdArgs({ dataFolder: join(folder, 'etcd'), clientPort, peerPort })),
    startChild(folder, 'kube-apiserver', [...apiServerArgs(input), ...bareArgs, ...extraApiServerArgs]),
  ];
  const stop = async () => {
    await Promise.all(children.map(stopChild));
  };
  try {
    await waitForApi(folder, kubeconfigPath, children);
  } catch (error) {
    await stop();
    throw error;
  }
  return { kubeconfigPath, url, stop };
}

const bareArgs = [
  // A loopback address is refused as an endpoint of the Service `kubernetes`, and no pod needs that Service here.
  '--endpoint-reconciler-type=none',
  // Without the controller that makes each namespace's `default` service account, this plug-in refuses every Pod.
  '--disable-admission-plugins=ServiceAccount',
];

async function waitForApi(folder: string, kubeconfigPath: string, children: readonly Child[]): Promise<void> {
  const api = openApi(kubeconfigPath);
  await waitUntil(
    async () => {
      expectAlive(children);
      return (await api.send('GET', '/readyz')) === 'ok';
    },
    { what: 'the API server to be ready', timeoutMs: startTimeoutMs, explain: () => logTail(join(folder, 'kube-apiserver.log')) },
  );
}
