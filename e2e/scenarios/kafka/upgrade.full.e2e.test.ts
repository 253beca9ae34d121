import { expect, test } from 'vitest';
import { formatSeconds } from '../../src/format-table.ts';
import { type KafkaLoad, startKafkaLoad } from '../../src/kafka-load.ts';
import { applyKafka, awaitKafkaRest, kafkaPods } from '../../src/kafka-object.ts';
import { expectNoneLost, underKafkaLoad } from '../../src/kafka-under-load.ts';
import { provideImage } from '../../src/provide-image.ts';
import { useScenario } from '../../src/scenario.ts';

const scenario = useScenario('kafka-upgrade');
const { bed, namespace, figure } = scenario;
const cart = { namespace, name: 'cart' };
const spec = { storage: { size: '1Gi' }, controllers: { storage: { size: '1Gi' } } };
const limitMs = 15_000;

let load: KafkaLoad;

test('clients use a cluster of the old version', async () => {
  await provideImage(bed, 'kafka-4.2');
  await applyKafka(bed, cart, { ...spec, version: '4.2.1' });
  expect((await awaitKafkaRest(bed, cart, 'its creation', 240_000)).status.version).toBe('4.2.1');
  load = await startKafkaLoad(bed, { cluster: cart, name: 'upgrade' });
}, 700_000);

test('it is upgraded under load, and then uses what the new version can do', async () => {
  const startMs = performance.now();
  const act = async () => {
    await applyKafka(bed, cart, { ...spec, version: '4.3.1' });
    const { status } = await awaitKafkaRest(bed, cart, 'the upgrade', 600_000);
    expect(status.version).toBe('4.3.1');
    const images = (await kafkaPods(bed, cart)).flatMap((pod) => pod.spec.containers?.map(({ image }) => image) ?? []);
    expect(images).toHaveLength(6);
    for (const image of images) expect(image).toMatch(/:4\.3\.1$/);
  };
  await underKafkaLoad(scenario, { cluster: cart, load, title: 'upgrade', limitMs, act });
  figure('upgrade 4.2.1 to 4.3.1, until settled', formatSeconds(performance.now() - startMs), '600 s');
}, 800_000);

test('no acknowledged record is lost', () => expectNoneLost(scenario, load), 120_000);
