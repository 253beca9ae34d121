import { openApi } from '../api-request.ts';
import { healPartitionOf } from './faults/partition-from.ts';
import type { Layout, NodeLayout } from './layout.ts';
import { cutPower, startNode } from './node.ts';
import { waitForNodes } from './node-readiness.ts';
import { awaitPolicyEnforcers } from './policy-enforcer.ts';
import { existingNodeCount, runningNodes } from './status.ts';

/** Starts a node that is dead; one that only seems dead is killed first. Returns when its kubelet has said that it is ready. */
export async function switchOn(layout: Layout, node: NodeLayout): Promise<void> {
  await cutPower(layout, node);
  await healPartitionOf(node, runningNodes(layout));
  const startMs = Date.now();
  await startNode(layout, node, existingNodeCount(layout));
  await waitForNodes(layout, openApi(layout.kubeconfigPath), [node], startMs);
  await awaitPolicyEnforcers(layout, [node]);
}
