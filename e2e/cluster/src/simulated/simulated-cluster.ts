import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { openApi } from '../api-request.ts';
import { type Child, expectAlive, startChild, stopChild } from '../child.ts';
import { type ControlPlane, startControlPlane } from '../control-plane.ts';
import { waitUntil } from '../wait-until.ts';
import { controllerManagerArgs, schedulerConfig } from './component-args.ts';
import { firstPod, nodeObject, storageClass } from './objects.ts';
import { stages } from './stages.ts';

export type SimulatedClusterOptions = {
  /** An empty or missing folder for certificates, data, logs and volumes. */
  readonly folder: string;
  /** How many nodes, each in a zone of its own up to three. Default 3. */
  readonly nodes?: number;
};

/**
 * A cluster whose API server, controllers and scheduler are real and whose nodes are not: kwok says of every pod that it runs and is ready,
 * and nothing does. Thousands of pods cost nothing, so that what an operator does with its objects can be tried at scale and again and
 * again; what a service does cannot. Needs no root and no namespaces. Volumes are bound, and empty folders below `folder`.
 *
 * @throws Error with the end of the log when a process ends early, or when no pod runs within 60 s
 */
export async function startSimulatedCluster({ folder, nodes = 3 }: SimulatedClusterOptions): Promise<ControlPlane> {
  const controlPlane = await startControlPlane({ folder, extraApiServerArgs });
  const children: Child[] = [];
  const stop = async () => {
    await Promise.all(children.map(stopChild));
    await controlPlane.stop();
  };
  try {
    children.push(...(await startComponents(folder, controlPlane)));
    await createNodes(controlPlane.kubeconfigPath, nodes);
    await awaitFirstPod(controlPlane.kubeconfigPath, children);
  } catch (error) {
    await stop();
    throw error;
  }
  return { ...controlPlane, stop };
}

const extraApiServerArgs = [
  // The first as without nodes; the second taints every new node until the controller of their lifecycle takes it back, which does not run here.
  '--disable-admission-plugins=ServiceAccount,TaintNodesByCondition',
];

async function startComponents(folder: string, { kubeconfigPath }: ControlPlane): Promise<readonly Child[]> {
  const schedulerConfigPath = join(folder, 'scheduler.yaml');
  const stagesPath = join(folder, 'stages.yaml');
  const volumes = join(folder, 'volumes');
  await writeFile(schedulerConfigPath, schedulerConfig(kubeconfigPath));
  await writeFile(stagesPath, stages);
  await mkdir(volumes);
  const pki = join(folder, 'pki');
  return [
    startChild(folder, 'kube-controller-manager', controllerManagerArgs(kubeconfigPath, pki)),
    startChild(folder, 'kube-scheduler', [`--config=${schedulerConfigPath}`, '--secure-port=0']),
    startChild(folder, 'provisioner', [`--kubeconfig=${kubeconfigPath}`, `--root=${volumes}`]),
    // Addresses of this machine: whoever connects to a pod is refused at once, and nothing leaves the machine.
    startChild(folder, 'kwok', [`--kubeconfig=${kubeconfigPath}`, `--config=${stagesPath}`, '--manage-all-nodes', '--cidr=127.64.0.0/16']),
  ];
}

async function createNodes(kubeconfigPath: string, count: number): Promise<void> {
  const api = openApi(kubeconfigPath);
  await api.send('POST', '/apis/storage.k8s.io/v1/storageclasses', storageClass);
  for (let number = 1; number <= count; number += 1) await api.send('POST', '/api/v1/nodes', nodeObject(number));
}

/** Each program has begun, and has something to show for it, when a pod runs. */
async function awaitFirstPod(kubeconfigPath: string, children: readonly Child[]): Promise<void> {
  const api = openApi(kubeconfigPath);
  const path = '/api/v1/namespaces/default/pods';
  await api.send('POST', path, firstPod);
  await waitUntil(
    async () => {
      expectAlive(children);
      const { status } = (await api.send('GET', `${path}/${firstPod.metadata.name}`)) as { readonly status?: { readonly phase?: string } };
      return status?.phase === 'Running';
    },
    { what: 'a first pod to run on a simulated node', timeoutMs: 60_000 },
  );
  await api.send('DELETE', `${path}/${firstPod.metadata.name}`);
}
