import { resources } from '@dataservices/kube';
import { expect, test } from 'vitest';
import { shownTexts } from '../../../tools/docs/shown-commands.ts';
import { expectNoneLost } from '../../src/expect-none-lost.ts';
import { openGuideShell } from '../../src/guide-shell.ts';
import { readPage } from '../../src/read-page.ts';
import { useScenario } from '../../src/scenario.ts';
import { startZookeeperLoad, type ZookeeperLoad } from '../../src/zookeeper-load.ts';
import { applyZookeeper, awaitZookeeper, awaitZookeeperRest, zookeeperPods } from '../../src/zookeeper-object.ts';

const { bed, namespace } = useScenario('zookeeper-majority-lost');
const cart = { namespace, name: 'cart' };
const page = 'docs/zookeeper.md';
/** What the page says about the member that is left, word for word. */
const byHand = shownTexts(readPage(page)).filter(({ text }) => /^kubectl (?:exec|delete pod) cart-zookeeper-2\b/.test(text));

let load: ZookeeperLoad;

async function loseWithVolume(ordinal: number): Promise<void> {
  await bed.kube.delete(resources.persistentVolumeClaims, { namespace, name: `data-cart-zookeeper-${ordinal}` });
  await bed.kube.delete(resources.pods, { namespace, name: `cart-zookeeper-${ordinal}` }, { gracePeriodSeconds: 0 });
}

test('clients write to a new ensemble', async () => {
  await applyZookeeper(bed, cart, { storage: { size: '1Gi' } });
  await awaitZookeeperRest(bed, cart, 'its creation', 150_000);
  load = await startZookeeperLoad(bed, { cluster: cart, name: 'kept' });
}, 200_000);

test('two of three are lost with their volumes: nobody leads, and nobody founds anything', async () => {
  await loseWithVolume(0);
  await loseWithVolume(1);
  await awaitZookeeper(
    bed,
    cart,
    ({ status }) => status.conditions?.some(({ type, reason }) => type === 'Available' && reason === 'NoQuorum') === true,
    { what: 'the loss to be seen', timeoutMs: 60_000 },
  );
}, 120_000);

test('the one that has the data is made the only member, by hand, and the others copy from it', async ({ onTestFinished }) => {
  expect(byHand).toHaveLength(2);
  const shell = await openGuideShell(bed, namespace);
  onTestFinished(shell.close);
  for (const { line, text } of byHand) await shell.run({ at: `${page}:${line}`, command: text });
  const { status } = await awaitZookeeperRest(bed, cart, 'the loss of most volumes', 180_000);
  expect(status.members?.map(({ role }) => role).sort()).toEqual(['follower', 'follower', 'leader']);
  expect(status.ensemble).toEqual({ origin: 'Founded', formed: true });
  expect(await zookeeperPods(bed, cart)).toHaveLength(3);
}, 240_000);

test('all that was acknowledged is there', () => expectNoneLost(load), 120_000);
