import { mkdir } from 'node:fs/promises';
import type { Api } from '../api-request.ts';
import { writeKubeconfig } from '../kubeconfig.ts';
import type { Progress } from '../progress.ts';
import { waitUntil } from '../wait-until.ts';
import { waitForApi, waitForNames } from './control-plane-answers.ts';
import { createIdentities, startAddOns, startApiServer, startControllers, startStore } from './control-processes.ts';
import { importImages } from './images.ts';
import { type Layout, type NodeLayout, nodeLayout } from './layout.ts';
import { createLedger, type Ledger, markComplete } from './ledger.ts';
import { createHostNetwork } from './network.ts';
import { startNode } from './node.ts';
import { waitForNodes } from './node-readiness.ts';
import { writePauseImage } from './pause-image.ts';
import { awaitPolicyEnforcers } from './policy-enforcer.ts';
import { startRelay } from './start-relay.ts';
import { createStorageClasses } from './storage-classes.ts';

export function nodesOf(layout: Layout, nodeCount: number): readonly NodeLayout[] {
  return Array.from({ length: nodeCount }, (_, index) => nodeLayout(layout, index + 1));
}

export type Shape = Pick<Ledger, 'nodeCount' | 'policyEnforcer'>;

/** Starts a cluster where nothing of it exists. */
export async function bringUp(layout: Layout, shape: Shape, progress: Progress): Promise<void> {
  const { nodeCount } = shape;
  const nodes = nodesOf(layout, nodeCount);
  await mkdir(layout.folder, { recursive: true, mode: 0o711 });
  createLedger(layout, shape);
  await progress('network and certificates', () => Promise.all([createIdentities(layout, nodes), createHostNetwork(layout)]));
  const api = await progress('API server', () => startApi(layout));
  await progress(nodeCount === 1 ? '1 node' : `${nodeCount} nodes`, async () => {
    startControllers(layout);
    await Promise.all([startAddOns(layout), createStorageClasses(api), ...nodes.map((node) => startNode(layout, node, nodeCount))]);
    await importImages(layout, nodes, [await writePauseImage(layout)]);
    await waitForNodes(layout, api, nodes);
    await awaitPolicyEnforcers(layout, nodes);
  });
  await progress('names and service accounts', () => Promise.all([waitForNames(layout), waitForServiceAccount(api)]));
  markComplete(layout);
}

async function startApi(layout: Layout): Promise<Api> {
  startStore(layout);
  startApiServer(layout);
  const port = await startRelay(layout);
  const { kubeconfigPath: path, name, pkiFolder } = layout;
  await writeKubeconfig({ path, name, server: `https://127.0.0.1:${port}`, pkiFolder, identity: 'admin' });
  return waitForApi(layout);
}

/** Without it, the first pod that somebody makes is refused. */
async function waitForServiceAccount(api: Api): Promise<void> {
  await waitUntil(async () => (await api.send('GET', '/api/v1/namespaces/default/serviceaccounts/default')) !== undefined, {
    what: 'the service account of the namespace "default"',
    timeoutMs: 60_000,
  });
}
