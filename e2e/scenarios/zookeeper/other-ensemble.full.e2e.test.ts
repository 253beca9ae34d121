import type { ZookeeperCluster } from '@dataservices/api';
import { type Ref, resources } from '@dataservices/kube';
import { expect, test } from 'vitest';
import { shownTexts } from '../../../tools/docs/shown-commands.ts';
import { askZookeeper } from '../../src/ask-zookeeper.ts';
import { expectNoneLost } from '../../src/expect-none-lost.ts';
import { openGuideShell } from '../../src/guide-shell.ts';
import { readPage } from '../../src/read-page.ts';
import { useScenario } from '../../src/scenario.ts';
import { startZookeeperLoad, type ZookeeperLoad } from '../../src/zookeeper-load.ts';
import { applyZookeeper, awaitZookeeper, awaitZookeeperRest, readZookeeper, zookeeperPods } from '../../src/zookeeper-object.ts';

const { bed, namespace } = useScenario('zookeeper-other-ensemble');
const cart = { namespace, name: 'cart' };
const apart = 'cart-zookeeper-2';
const page = 'docs/zookeeper.md';
const shown = shownTexts(readPage(page));
/** What the page has for an ensemble that has lost most of its volumes. This one has lost none. */
const byHand = shown.filter(({ text }) => /^kubectl (?:exec|delete pod) cart-zookeeper-2\b/.test(text));
const replacement = shown.filter(({ text }) => text.startsWith('kubectl annotate') && text.includes('replace-member=cart-zookeeper-2'));

let load: ZookeeperLoad;
let identity: object;

async function runAll(commands: typeof shown): Promise<void> {
  const shell = await openGuideShell(bed, namespace);
  try {
    for (const { line, text } of commands) await shell.run({ at: `${page}:${line}`, command: text });
  } finally {
    shell.close();
  }
}

async function volumes(): Promise<readonly (string | undefined)[]> {
  const uidOf = async (ordinal: number) => {
    const claim: Required<Ref> = { namespace, name: `data-cart-zookeeper-${ordinal}` };
    return (await bed.kube.get(resources.persistentVolumeClaims, claim))?.metadata.uid;
  };
  return Promise.all([0, 1, 2].map(uidOf));
}

const stallOf = ({ status }: ZookeeperCluster) =>
  status.conditions?.find(({ type, status: value }) => type === 'Stalled' && value === 'True');

test('a client writes to an ensemble by one of its members', async () => {
  await applyZookeeper(bed, cart, { storage: { size: '1Gi' } });
  const { clusterId, ensemble } = (await awaitZookeeperRest(bed, cart, 'its creation', 150_000)).status;
  identity = { clusterId, ensemble };
  load = await startZookeeperLoad(bed, { cluster: cart, name: 'kept', pinnedTo: 'cart-zookeeper-0' });
}, 300_000);

test('another member is made an ensemble of its own by hand: most are believed, and nothing is touched', async () => {
  const before = await volumes();
  expect(byHand).toHaveLength(2);
  await runAll(byHand);
  const seen = await awaitZookeeper(bed, cart, (cluster) => stallOf(cluster)?.reason === 'OtherEnsemble', {
    what: 'the other ensemble to be seen',
    timeoutMs: 60_000,
  });
  expect((await askZookeeper(bed, { namespace, name: apart }))?.mode).toBe('leader');
  expect(seen.status.leader).not.toBe(apart);
  expect(seen.status.members?.map(({ name, ready }) => [name, ready])).toEqual([
    ['cart-zookeeper-0', true],
    ['cart-zookeeper-1', true],
    [apart, false],
  ]);
  // Something to do that would restart every member.
  await applyZookeeper(bed, cart, { storage: { size: '1Gi' }, config: { maxClientCnxns: 100 } });
  const { acknowledged } = await load.state();
  const pods = (await zookeeperPods(bed, cart)).map(({ metadata }) => metadata.uid).sort();
  await awaitZookeeper(bed, cart, ({ metadata, status }) => status.observedGeneration === metadata.generation, {
    what: 'the change to be seen',
    timeoutMs: 30_000,
  });
  await expect.poll(async () => (await load.state()).acknowledged, { timeout: 30_000 }).toBeGreaterThan(acknowledged + 100);
  expect(stallOf(await readZookeeper(bed, cart))?.reason).toBe('OtherEnsemble');
  expect((await zookeeperPods(bed, cart)).map(({ metadata }) => metadata.uid).sort()).toEqual(pods);
  expect(await volumes()).toEqual(before);
}, 240_000);

test('it is replaced when a person asks for it, and the ensemble is whole', async () => {
  const before = await volumes();
  expect(replacement).toHaveLength(1);
  await runAll(replacement);
  await awaitZookeeper(bed, cart, ({ status }) => status.requests?.some(({ state }) => state === 'Handled') === true, {
    what: 'the member to be replaced',
    timeoutMs: 180_000,
  });
  const { status } = await awaitZookeeperRest(bed, cart, 'the other ensemble', 240_000);
  expect(status).toMatchObject(identity);
  expect(status.members?.map(({ role }) => role).sort()).toEqual(['follower', 'follower', 'leader']);
  const after = await volumes();
  expect(after.slice(0, 2)).toEqual(before.slice(0, 2));
  expect(after[2]).not.toBe(before[2]);
}, 480_000);

test('all that was acknowledged is there', () => expectNoneLost(load), 120_000);
