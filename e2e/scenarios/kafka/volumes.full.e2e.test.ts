import type { KafkaCluster } from '@dataservices/api';
import { describe, expect, test } from 'vitest';
import { formatSeconds } from '../../src/format-table.ts';
import { wipeKafka } from '../../src/kafka-faults.ts';
import { type KafkaLoad, startKafkaLoad } from '../../src/kafka-load.ts';
import { applyKafka, awaitKafka, awaitKafkaRest, readKafka } from '../../src/kafka-object.ts';
import { expectNoneLost, underKafkaLoad } from '../../src/kafka-under-load.ts';
import { fillVolume } from '../../src/node-faults.ts';
import { useScenario } from '../../src/scenario.ts';

const scenario = useScenario('kafka-volumes');
const { bed, namespace, figure } = scenario;
const cart = { namespace, name: 'cart' };
const limitMs = 15_000;
const returnMs = 300_000;
const canFill = bed.cluster.volumeFaults !== undefined;

const spec = (size: string) => {
  const className = canFill ? { className: 'growable' } : {};
  return { storage: { size, ...className }, controllers: { storage: { size: '400Mi', ...className } } };
};

let load: KafkaLoad;
let identity: object;

test('clients produce and consume', { timeout: 400_000 }, async () => {
  await applyKafka(bed, cart, spec('1Gi'));
  const { clusterId } = (await awaitKafkaRest(bed, cart, 'its creation', 240_000)).status;
  identity = { clusterId };
  load = await startKafkaLoad(bed, { cluster: cart, name: 'volumes' });
});

describe('a member loses its volume under load, and nobody founds anything', { timeout: 600_000 }, () => {
  const loss = (title: string, pod: () => Promise<string>) =>
    underKafkaLoad(scenario, {
      cluster: cart,
      load,
      title,
      limitMs,
      act: async () => {
        await wipeKafka(bed, cart, await pod(), returnMs);
        expect((await readKafka(bed, cart)).status).toMatchObject(identity);
      },
    });

  test('a broker: it copies from the others', () => loss("broker's volume lost", async () => 'cart-kafka-1'));

  test('a controller that follows: it is voted out, and in with another identity', () =>
    loss("controller's volume lost", async () => {
      const { leader } = (await readKafka(bed, cart)).status;
      return ['cart-kafka-controller-0', 'cart-kafka-controller-1'].find((name) => name !== leader) ?? '';
    }));

  test('the active controller', () =>
    loss("active controller's volume lost", async () => (await readKafka(bed, cart)).status.leader ?? ''));
});

test.runIf(canFill)(
  'the volume of a broker is full: others lead, and it is back when the volumes have grown',
  { timeout: 900_000 },
  async () => {
    const act = async () => {
      const { heal } = await fillVolume(bed, { namespace, name: 'data-cart-kafka-2' });
      const startMs = performance.now();
      const isAway = ({ status }: KafkaCluster) => status.members?.some(({ name, ready }) => name === 'cart-kafka-2' && !ready) === true;
      await awaitKafka(bed, cart, isAway, { what: 'the broker to be missed', timeoutMs: 120_000 });
      figure('volume of a broker full: until it is missed', formatSeconds(performance.now() - startMs), '120 s');
      await applyKafka(bed, cart, spec('2Gi'));
      // Its kubelet starts ever later what ended: up to five minutes after it ended for the last time.
      await awaitKafkaRest(bed, cart, 'the growth of its volumes', 400_000);
      figure('volume of a broker full: until all is well', formatSeconds(performance.now() - startMs), '520 s');
      await heal();
    };
    await underKafkaLoad(scenario, { cluster: cart, load, title: "broker's volume full", limitMs, act });
  },
);

test('no acknowledged record is lost', { timeout: 120_000 }, () => expectNoneLost(scenario, load));
