import { openApi } from '../api-request.ts';
import type { ClusterStatus, NodeStatus } from '../cluster.ts';
import { type Layout, type NodeLayout, nodeLayout } from './layout.ts';
import { type Ledger, livingProcesses, readLedger } from './ledger.ts';
import { listNodes } from './node-readiness.ts';

export async function readStatus(layout: Layout): Promise<ClusterStatus> {
  const ledger = readLedger(layout);
  if (ledger === undefined) return { state: 'down', nodes: [], processes: [] };
  const living = new Set(livingProcesses(ledger));
  const processes = ledger.processes.map((process) => ({ name: process.name, pid: process.pid, isAlive: living.has(process) }));
  if (living.size === 0) return { state: 'down', nodes: [], processes };
  const nodes = await readNodes(layout);
  const isWhole =
    ledger.isComplete && isControlPlaneAlive(ledger) && nodes.length === ledger.nodeCount && nodes.every(({ isReady }) => isReady);
  return { state: isWhole ? 'up' : 'degraded', server: openApi(layout.kubeconfigPath).server, nodes, processes };
}

/** The processes beside the nodes; a node that was killed on purpose is none of them. */
const controlPlaneNames = ['etcd', 'kube-apiserver', 'kube-controller-manager', 'kube-scheduler', 'coredns', 'provisioner', 'relay'];

export function isControlPlaneAlive(ledger: Ledger): boolean {
  const living = new Set(livingProcesses(ledger).map(({ name }) => name));
  return controlPlaneNames.every((name) => living.has(name));
}

export function runningNodes(layout: Layout): readonly NodeLayout[] {
  return splitNodes(layout)
    .filter(({ isRunning }) => isRunning)
    .map(({ node }) => node);
}

export function deadNodes(layout: Layout): readonly NodeLayout[] {
  return splitNodes(layout)
    .filter(({ isRunning }) => !isRunning)
    .map(({ node }) => node);
}

/** @throws Error when the cluster is down */
export function existingNodeCount(layout: Layout): number {
  return existingLedger(layout).nodeCount;
}

function splitNodes(layout: Layout): readonly { readonly node: NodeLayout; readonly isRunning: boolean }[] {
  const ledger = existingLedger(layout);
  const living = new Set(livingProcesses(ledger).map(({ name }) => name));
  return Array.from({ length: ledger.nodeCount }, (_, index) => nodeLayout(layout, index + 1)).map((node) => ({
    node,
    isRunning: living.has(node.name),
  }));
}

function existingLedger(layout: Layout): Ledger {
  const ledger = readLedger(layout);
  if (ledger === undefined) throw new Error(`the cluster "${layout.name}" is down: bring it up first`);
  return ledger;
}

async function readNodes(layout: Layout): Promise<readonly NodeStatus[]> {
  try {
    return await listNodes(openApi(layout.kubeconfigPath));
  } catch {
    // No API server: the processes below say which one is missing.
    return [];
  }
}
