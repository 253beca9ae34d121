import type { Api } from '../api-request.ts';
import type { NodeStatus } from '../cluster.ts';
import { logTail } from '../log-tail.ts';
import { waitUntil } from '../wait-until.ts';
import { logPath } from './daemon.ts';
import type { Layout, NodeLayout } from './layout.ts';

type NodeObject = {
  readonly metadata: { readonly name: string; readonly labels?: Readonly<Record<string, string>> };
  readonly status?: {
    readonly conditions?: readonly { readonly type: string; readonly status: string; readonly lastHeartbeatTime?: string }[];
  };
};

export async function listNodes(api: Api): Promise<readonly NodeStatus[]> {
  return (await fetchNodes(api)).map((node) => ({
    name: node.metadata.name,
    zone: node.metadata.labels?.['topology.kubernetes.io/zone'] ?? '',
    isReady: isReady(node, 0),
  }));
}

/**
 * @param sinceMs for nodes that were Ready in an earlier life, milliseconds since the epoch: only what the kubelet has said
 *   after this time counts, because the API server takes 20 s to notice that a node is gone
 * @throws Error with the kubelets' last words, after 120 s
 */
export async function waitForNodes(layout: Layout, api: Api, nodes: readonly NodeLayout[], sinceMs = 0): Promise<void> {
  const missing = async () => {
    const ready = new Set((await fetchNodes(api)).filter((node) => isReady(node, sinceMs)).map(({ metadata }) => metadata.name));
    return nodes.filter(({ name }) => !ready.has(name));
  };
  await waitUntil(async () => (await missing()).length === 0, {
    what: `${nodes.map(({ name }) => name).join(', ')} to be Ready`,
    timeoutMs: 120_000,
    explain: async () => (await missing()).map(({ name }) => logTail(logPath(layout, `${name}-kubelet`))).join('\n'),
  });
}

async function fetchNodes(api: Api): Promise<readonly NodeObject[]> {
  return ((await api.send('GET', '/api/v1/nodes')) as { readonly items: readonly NodeObject[] }).items;
}

function isReady(node: NodeObject, sinceMs: number): boolean {
  const condition = node.status?.conditions?.find(({ type }) => type === 'Ready');
  // Heartbeats are printed in whole seconds, a kubelet starts within one, and its next report comes only minutes later.
  const sinceWholeSecondMs = Math.floor(sinceMs / 1000) * 1000;
  return condition?.status === 'True' && Date.parse(condition.lastHeartbeatTime ?? '') >= sinceWholeSecondMs;
}
