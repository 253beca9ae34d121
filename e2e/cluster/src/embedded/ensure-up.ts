import { openApi } from '../api-request.ts';
import type { Progress } from '../progress.ts';
import { bringUp } from './bring-up.ts';
import type { Layout } from './layout.ts';
import { readLedger } from './ledger.ts';
import { readMachineFacts } from './machine-facts.ts';
import { ensurePolicyEnforcer } from './policy-enforcer.ts';
import { deadNodes, isControlPlaneAlive } from './status.ts';
import { switchOn } from './switch-on.ts';
import { hasTraces, tearDown } from './tear-down.ts';

export type Wanted = {
  readonly nodeCount: number;
  /** Whether NetworkPolicies are enforced. One that runs and does so goes on, whether it is asked to or not. */
  readonly networkPolicies: boolean;
};

/**
 * Keeps a cluster that runs, and switches its dead nodes on again. Anything else that is left of an earlier run is taken away first.
 *
 * @throws Error when it runs with another number of nodes, or without what enforces NetworkPolicies
 */
export async function ensureUp(layout: Layout, { nodeCount, networkPolicies }: Wanted, progress: Progress): Promise<void> {
  readMachineFacts();
  const ledger = readLedger(layout);
  if (ledger?.isComplete && isControlPlaneAlive(ledger) && (await canReachApi(layout))) {
    const remedy = 'take it down first, or use another --name';
    if (ledger.nodeCount !== nodeCount)
      throw new Error(`the cluster "${layout.name}" is up with ${ledger.nodeCount} nodes, not ${nodeCount}: ${remedy}`);
    if (networkPolicies && ledger.policyEnforcer === undefined)
      throw new Error(`the cluster "${layout.name}" is up, and does not enforce NetworkPolicies: ${remedy}`);
    for (const node of deadNodes(layout)) await progress(`${node.name} switched on again`, () => switchOn(layout, node));
    return;
  }
  if (hasTraces(layout)) await progress('leftovers taken away', () => tearDown(layout));
  const enforcer = networkPolicies ? { policyEnforcer: await ensurePolicyEnforcer() } : {};
  await bringUp(layout, { nodeCount, ...enforcer }, progress);
}

async function canReachApi(layout: Layout): Promise<boolean> {
  return openApi(layout.kubeconfigPath)
    .send('GET', '/readyz')
    .then(
      () => true,
      () => false,
    );
}
