import { beforeAll, test } from 'vitest';
import { provideGuide } from '../../src/guide-images.ts';
import { expectNoneLostByGuides, type GuideLoads, loseUnderGuides } from '../../src/guide-losses.ts';
import { startKafkaLoad } from '../../src/kafka-load.ts';
import { applyKafka, awaitKafkaRest } from '../../src/kafka-object.ts';
import { useScenario } from '../../src/scenario.ts';

const scenario = useScenario('kafka-guides');
const { bed, namespace } = scenario;
const cart = { namespace, name: 'cart' };
/** Of the partition that goes without for longest. */
const promisedGapMs = 20_000;
const awaitRest = () => awaitKafkaRest(bed, cart, 'the loss of a broker', 180_000);

let loads: GuideLoads = {};

beforeAll(async () => {
  await provideGuide(bed, 'confluent-kafka');
  await applyKafka(bed, cart, { replicas: 3, storage: { size: '1Gi' }, controllers: { storage: { size: '1Gi' } } });
  await awaitKafkaRest(bed, cart, 'its creation', 240_000);
}, 800_000);

test('clients produce and consume by the guides of docs/kafka.md', async () => {
  const start = (guide: 'kafkajs' | 'confluent-kafka') => startKafkaLoad(bed, { cluster: cart, name: guide, guide });
  loads = { kafkajs: await start('kafkajs'), 'confluent-kafka': await start('confluent-kafka') };
});

/** Each leads some of the partitions, and one of them coordinates the group of a consumer. */
test('each broker is lost', { timeout: 900_000 }, async () => {
  for (const pod of ['cart-kafka-0', 'cart-kafka-1', 'cart-kafka-2'])
    await loseUnderGuides(scenario, loads, { title: `${pod} lost`, pod, promisedGapMs, awaitRest });
});

test('nothing acknowledged is lost', () => expectNoneLostByGuides(scenario, loads));
