import { openApi } from '../api-request.ts';
import type { Progress } from '../progress.ts';
import { bringUp } from './bring-up.ts';
import type { Layout } from './layout.ts';
import { readLedger } from './ledger.ts';
import { readMachineFacts } from './machine-facts.ts';
import { deadNodes, isControlPlaneAlive } from './status.ts';
import { switchOn } from './switch-on.ts';
import { hasTraces, tearDown } from './tear-down.ts';

/**
 * Keeps a cluster that runs, and switches its dead nodes on again. Anything else that is left of an earlier run is taken away first.
 *
 * @throws Error when it runs with another number of nodes
 */
export async function ensureUp(layout: Layout, nodeCount: number, progress: Progress): Promise<void> {
  readMachineFacts();
  const ledger = readLedger(layout);
  if (ledger?.isComplete && isControlPlaneAlive(ledger) && (await canReachApi(layout))) {
    if (ledger.nodeCount !== nodeCount) {
      const remedy = 'take it down first, or use another --name';
      throw new Error(`the cluster "${layout.name}" is up with ${ledger.nodeCount} nodes, not ${nodeCount}: ${remedy}`);
    }
    for (const node of deadNodes(layout)) await progress(`${node.name} switched on again`, () => switchOn(layout, node));
    return;
  }
  if (hasTraces(layout)) await progress('leftovers taken away', () => tearDown(layout));
  await bringUp(layout, nodeCount, progress);
}

async function canReachApi(layout: Layout): Promise<boolean> {
  return openApi(layout.kubeconfigPath)
    .send('GET', '/readyz')
    .then(
      () => true,
      () => false,
    );
}
