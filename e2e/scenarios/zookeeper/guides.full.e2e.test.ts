import { beforeAll, expect, test } from 'vitest';
import { provideGuide } from '../../src/guide-images.ts';
import { expectNoneLostByGuides, type GuideLoads, loseUnderGuides } from '../../src/guide-losses.ts';
import { useScenario } from '../../src/scenario.ts';
import { startZookeeperLoad } from '../../src/zookeeper-load.ts';
import { applyZookeeper, awaitZookeeperRest, readZookeeper } from '../../src/zookeeper-object.ts';

const scenario = useScenario('zookeeper-guides');
const { bed, namespace } = scenario;
const cart = { namespace, name: 'cart' };
const promisedGapMs = 15_000;
const awaitRest = () => awaitZookeeperRest(bed, cart, 'the loss of a member', 120_000);

let loads: GuideLoads = {};

beforeAll(async () => {
  await provideGuide(bed, 'kazoo');
  await applyZookeeper(bed, cart, { replicas: 3, storage: { size: '1Gi' } });
  await awaitZookeeperRest(bed, cart, 'its creation', 180_000);
}, 700_000);

test('clients write by the guides of docs/zookeeper.md', async () => {
  const start = (guide: 'node-zookeeper-client' | 'kazoo') => startZookeeperLoad(bed, { cluster: cart, name: guide, guide });
  loads = { 'node-zookeeper-client': await start('node-zookeeper-client'), kazoo: await start('kazoo') };
});

/** Whichever member a client has its connection to is one of them. */
test('each member is lost, the leader first', { timeout: 700_000 }, async () => {
  const { leader = '', members = [] } = (await readZookeeper(bed, cart)).status;
  const others = members.map(({ name }) => name).filter((name) => name !== leader);
  expect(others).toHaveLength(2);
  await loseUnderGuides(scenario, loads, { title: 'leader lost', pod: leader, promisedGapMs, awaitRest });
  for (const pod of others) await loseUnderGuides(scenario, loads, { title: `${pod} lost`, pod, promisedGapMs, awaitRest });
});

test('nothing acknowledged is lost', () => expectNoneLostByGuides(scenario, loads));
