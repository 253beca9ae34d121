import { beforeAll, expect, test } from 'vitest';
import { provideGuide } from '../../src/guide-images.ts';
import { expectNoneLostByGuides, type GuideLoads, loseUnderGuides } from '../../src/guide-losses.ts';
import { startRabbitmqLoad } from '../../src/rabbitmq-load.ts';
import { applyRabbitmq, awaitRabbitmqRest, rabbitmqPods } from '../../src/rabbitmq-object.ts';
import { useScenario } from '../../src/scenario.ts';

const scenario = useScenario('rabbitmq-guides');
const { bed, namespace } = scenario;
const cart = { namespace, name: 'cart' };
const promisedGapMs = 15_000;
const awaitRest = () => awaitRabbitmqRest(bed, cart, 'the loss of a node', 120_000);

let loads: GuideLoads = {};

beforeAll(async () => {
  await provideGuide(bed, 'pika');
  await applyRabbitmq(bed, cart, { replicas: 3, storage: { size: '1Gi' } });
  await awaitRabbitmqRest(bed, cart, 'its creation', 180_000);
}, 700_000);

test('clients publish and consume by the guides of docs/rabbitmq.md', async () => {
  const start = (guide: 'amqplib' | 'pika') => startRabbitmqLoad(bed, { cluster: cart, name: guide, guide });
  loads = { amqplib: await start('amqplib'), pika: await start('pika') };
});

/** The one that leads a queue is one of them, and the one that a client has its connection to. */
test('each node is lost', { timeout: 700_000 }, async () => {
  const pods = (await rabbitmqPods(bed, cart)).map(({ metadata }) => metadata.name);
  expect(pods).toHaveLength(3);
  for (const pod of pods) await loseUnderGuides(scenario, loads, { title: `${pod} lost`, pod, promisedGapMs, awaitRest });
});

test('nothing confirmed is lost', () => expectNoneLostByGuides(scenario, loads));
