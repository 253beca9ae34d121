import { openApi } from '../api-request.ts';
import type { NodeFaults } from '../cluster.ts';
import type { Progress } from '../progress.ts';
import { runCommand } from '../run-command.ts';
import { type Layout, type NodeLayout, namespacePath, nodeLayout } from './layout.ts';
import { readLedger } from './ledger.ts';
import { setLink } from './network.ts';
import { cutPower, startNode } from './node.ts';
import { waitForNodes } from './node-readiness.ts';

export function nodeFaults(layout: Layout, progress: Progress): NodeFaults {
  return {
    kill: (number) => onNode(layout, number, (node) => progress(`${node.name} killed`, () => cutPower(layout, node))),
    heal: (number) => onNode(layout, number, (node) => progress(`${node.name} switched on again`, () => switchOn(layout, node))),
    partition: (number) => onNode(layout, number, (node) => progress(`${node.name} cut off`, () => setLink(layout, node, 'down'))),
    healPartition: (number) =>
      onNode(layout, number, (node) => progress(`${node.name} connected again`, () => setLink(layout, node, 'up'))),
    runInNetwork: (command) => runCommand('nsenter', [`--net=${namespacePath(layout.hostNamespace)}`, ...command]),
  };
}

/** Starts a node that is dead; one that only seems dead is killed first. Returns when its kubelet has said that it is ready. */
export async function switchOn(layout: Layout, node: NodeLayout): Promise<void> {
  await cutPower(layout, node);
  const startMs = Date.now();
  await startNode(layout, node, existingNodeCount(layout));
  await waitForNodes(layout, openApi(layout.kubeconfigPath), [node], startMs);
}

async function onNode(layout: Layout, number: number, act: (node: NodeLayout) => Promise<void>): Promise<void> {
  const count = existingNodeCount(layout);
  if (!Number.isInteger(number) || number < 1 || number > count) throw new Error(`there is no node ${number}: the nodes are 1 to ${count}`);
  await act(nodeLayout(layout, number));
}

function existingNodeCount(layout: Layout): number {
  const ledger = readLedger(layout);
  if (ledger === undefined) throw new Error(`the cluster "${layout.name}" is down: bring it up first`);
  return ledger.nodeCount;
}
