import { resources } from '@dataservices/kube';
import { waitUntil } from '../cluster/src/index.ts';
import { type ClientOutcome, outcomeOf } from '../src/fault-run.ts';
import { formatSeconds } from '../src/format-table.ts';
import type { LoadState } from '../src/load.ts';
import { mapLoads, type PerLoad } from '../src/load-kinds.ts';
import { type Loads, startLoads } from '../src/loads.ts';
import { cutPower, type PowerCut } from '../src/node-faults.ts';
import type { Pod } from '../src/pod.ts';
import { awaitRest, readRedis } from '../src/redis-object.ts';
import { awaitServices, masterPod } from '../src/redis-objects-of.ts';
import { type Shown, shownKinds } from './promises.ts';
import { showPods } from './set-up.ts';
import { type Stage, shop } from './stage.ts';

export type Breakage = { readonly loads: Loads<Shown>; readonly heal: PowerCut['heal'] | undefined };

/** Two clients write; then the master's node loses its power, or, where nodes are not ours, the master's pod goes. */
export async function breakMaster(stage: Stage): Promise<Breakage> {
  const { screen, bed } = stage;
  const master = await masterPod(bed, shop);
  const node = master.spec.nodeName ?? '';
  screen.step('Two clients write 200 times a second each');
  screen.say('plain SET: an answer of the master is enough.\nSET + WAIT 1: a replica must have confirmed it as well.');
  const loads = await screen.progress('both clients write', () =>
    startLoads(bed, { cluster: shop, name: 'load', kinds: shownKinds, avoidNode: node }),
  );
  await watchFor(stage, loads, 3000);

  const canCutPower = bed.cluster.nodeFaults !== undefined;
  screen.step(
    canCutPower
      ? `The power of ${node} is cut, with the master ${master.metadata.name} on it`
      : `The master ${master.metadata.name} is deleted`,
  );
  await loads.mark('fault');
  const heal = canCutPower ? await cutNode(stage, node) : await deletePod(stage, master);
  await loads.awaitRecovery({ timeoutMs: 60_000, onTick: (state) => showTick(stage, state) });
  const { plain, wait } = await loads.state();
  screen.say(`writes again after ${formatSeconds(gapOf(plain))} (confirmed ones: ${formatSeconds(gapOf(wait))})`);
  await showLeader(stage, master.metadata.name);
  return { loads, heal };
}

/** Mends what was broken, waits until all is whole, and asks for every write that was acknowledged. */
export async function mend(stage: Stage, { loads, heal }: Breakage): Promise<PerLoad<ClientOutcome, Shown>> {
  const { screen, bed } = stage;
  screen.step(heal === undefined ? 'Whole again' : 'The power is back');
  if (heal !== undefined) {
    await loads.mark('heal');
    await heal();
  }
  await screen.progress('the old master is back as a replica, all members are whole', async () => {
    await awaitRest(bed, shop, 'the fault', 120_000);
    await awaitServices(bed, shop);
  });
  await showPods(stage);
  const summaries = await screen.progress('every acknowledged write read back', () => loads.finish());
  await loads.remove();
  return mapLoads(summaries, outcomeOf);
}

async function cutNode({ screen, bed }: Stage, node: string): Promise<PowerCut['heal']> {
  screen.command(`npm run cluster -- fault kill ${node.replace('node', '')}`);
  const { heal } = await cutPower(bed, node);
  return async () => {
    screen.command(`npm run cluster -- heal kill ${node.replace('node', '')}`);
    await heal();
  };
}

async function deletePod({ screen, bed }: Stage, { metadata }: Pod): Promise<undefined> {
  screen.command(`kubectl delete pod ${metadata.name} --namespace ${shop.namespace} --wait=false`);
  await bed.kube.delete(resources.pods, { namespace: shop.namespace, name: metadata.name });
}

async function watchFor({ screen }: Stage, loads: Loads<Shown>, durationMs: number): Promise<void> {
  const startMs = performance.now();
  await waitUntil(
    async () => {
      const { plain, wait } = await loads.state();
      screen.live(`acknowledged: ${plain.acknowledged} plain, ${wait.acknowledged} confirmed`);
      return performance.now() - startMs > durationMs;
    },
    { what: 'some writes', timeoutMs: durationMs + 20_000, intervalMs: 400 },
  );
}

function showTick({ screen }: Stage, { plain, wait }: PerLoad<LoadState, Shown>): void {
  const open = plain.marks.at(-1)?.firstSuccessAfterMs === null;
  const what = open
    ? `no writes for ${formatSeconds(gapOf(plain), 1)}`
    : `acknowledged: ${plain.acknowledged} plain, ${wait.acknowledged} confirmed`;
  screen.live(what);
}

function gapOf({ marks }: LoadState): number | undefined {
  return marks.at(-1)?.gapMs;
}

async function showLeader({ screen, bed }: Stage, before: string): Promise<void> {
  // With the leading operator on the broken node, the other one has to wait for its lease to run out first.
  const leader = await waitUntil(
    async () => {
      const { status } = await readRedis(bed, shop);
      screen.live(`status.leader: ${status.leader}, until an operator has looked`);
      return status.leader !== undefined && status.leader !== before && status.leader;
    },
    { what: 'another leader in the status', timeoutMs: 30_000, intervalMs: 300 },
  ).catch(() => undefined);
  screen.say(leader === undefined ? `${before} leads again itself` : `${leader} leads now`);
}
