import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { findBinaries } from '../binaries.ts';
import { serviceCidr } from '../control-plane-args.ts';
import { createCgroup, processesInCgroup, removeCgroup } from './cgroups.ts';
import { startDaemon } from './daemon.ts';
import { thawBelow } from './faults/frozen-volumes.ts';
import { slowLinkOf } from './faults/slow-node.ts';
import { type Layout, type NodeLayout, namespacePath } from './layout.ts';
import { findProcess, forgetProcess, readLedger } from './ledger.ts';
import { readMachineFacts } from './machine-facts.ts';
import { shareFolder } from './mounts.ts';
import { createNodeNetwork, deleteNodeNetwork } from './network.ts';
import { cniConfig, containerdConfig, kubeletConfig } from './node-config.ts';
import { childrenOf, isAlive, killProcesses, processesInNamespace } from './process-table.ts';

const initScript = fileURLToPath(new URL('./node-init.sh', import.meta.url));
export const clusterCidr = '10.244.0.0/16';

/** Switches a node on, for the first time or again; its images and volumes stay from one time to the next. */
export async function startNode(layout: Layout, node: NodeLayout, nodeCount: number): Promise<void> {
  const facts = readMachineFacts();
  await writeNodeFiles(layout, node);
  createCgroup(node.cgroup);
  await Promise.all([createNodeNetwork(layout, node, nodeCount), shareFolder(node.volumeFolder)]);
  startDaemon(layout, {
    name: node.name,
    networkNamespace: node.namespace,
    command: 'unshare',
    // --kill-child: whoever ends unshare ends the node, and not only its outermost process.
    args: ['--mount', '--uts', '--pid', '--fork', '--kill-child=KILL', '--mount-proc', '--propagation', 'slave', 'bash', initScript],
    env: {
      BINARIES: findBinaries(),
      NODE_NAME: node.name,
      NODE_FOLDER: node.folder,
      NODE_ADDRESS: node.address,
      NODE_LABELS: `topology.kubernetes.io/zone=${node.zone},topology.kubernetes.io/region=local`,
      LOG_FOLDER: layout.logFolder,
      CLUSTER_CIDR: clusterCidr,
      CONTAINERD_SOCKET: node.containerdSocket,
      KUBELET_KUBECONFIG: node.kubeconfigPath,
      PROXY_KUBECONFIG: join(layout.folder, 'kube-proxy.kubeconfig'),
      CGROUP_VERSION: `${facts.cgroupVersion}`,
      POLICY_ENFORCER: readLedger(layout)?.policyEnforcer ?? '',
      ENFORCER_KUBECONFIG: join(layout.folder, 'internal.kubeconfig'),
      SERVICE_CIDR: serviceCidr,
    },
  });
}

/** A power cut. Everything of the node that lives in memory is gone when this returns. */
export async function cutPower(layout: Layout, node: NodeLayout): Promise<void> {
  // Who writes to a frozen volume cannot even be killed.
  await thawBelow(node.volumeFolder);
  const outer = findProcess(layout, node.name);
  // The children first: a process 1 that ends takes its whole pid namespace along, and is reaped only after the last of them.
  const inner = outer !== undefined && isAlive(outer) ? childrenOf(outer.pid) : [];
  await killProcesses([...inner, ...(outer === undefined ? [] : [outer])]);
  await killProcesses([...processesInNamespace(namespacePath(node.namespace)), ...processesInCgroup(node.cgroup)]);
  await deleteNodeNetwork(layout, node);
  await removeCgroup(node.cgroup);
  if (outer !== undefined) forgetProcess(layout, node.name);
  forgetProcess(layout, slowLinkOf(node));
}

async function writeNodeFiles(layout: Layout, node: NodeLayout): Promise<void> {
  const facts = readMachineFacts();
  const folders = [join(node.folder, 'cni'), join(node.folder, 'var-log'), node.volumeFolder, '/var/lib/cni'];
  await Promise.all(folders.map((folder) => mkdir(folder, { recursive: true })));
  await rm(node.containerdSocket, { force: true });
  await writeFile(join(node.folder, 'containerd.toml'), containerdConfig(node, facts));
  await writeJson(join(node.folder, 'cni', '10-pods.conflist'), cniConfig(node));
  await writeJson(join(node.folder, 'kubelet.json'), kubeletConfig(layout, node, facts));
}

async function writeJson(path: string, content: unknown): Promise<void> {
  await writeFile(path, `${JSON.stringify(content, undefined, 2)}\n`);
}
