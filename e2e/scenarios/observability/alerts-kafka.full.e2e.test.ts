import { resources } from '@dataservices/kube';
import { joined } from '../../src/combined-faults.ts';
import { startKafkaLoad } from '../../src/kafka-load.ts';
import { applyKafka, awaitKafka, awaitKafkaRest, isKafkaAtRest, type KafkaRef, readKafka } from '../../src/kafka-object.ts';
import { deleteTopicByConsole, makeTopicByConsole, reassignByConsole, type TopicInput } from '../../src/kafka-tools.ts';
import { hangContainer } from '../../src/kill-container.ts';
import { type Fault, fillVolume } from '../../src/node-faults.ts';
import { useAlerts } from '../../src/provoked-alerts.ts';
import { costlyTopic, leaveBehind, saturateKafka } from '../../src/saturate-kafka.ts';
import { setUnappliableQuota } from '../../src/unappliable-quota.ts';

/** Has file systems of its own, which can be filled. */
const className = 'growable';
/** How long a broker may hang before it is missed: the tool moves nothing to one that is, and takes a while to start. */
const sessionMs = 30_000;
const spec = ({ config, ...more }: { readonly config?: object; readonly replicas?: number; readonly rebalance?: object } = {}) => ({
  storage: { size: '1Gi', className },
  controllers: { storage: { size: '400Mi', className } },
  config: { 'broker.session.timeout.ms': sessionMs, ...config },
  ...more,
});
const bootstrapOf = ({ namespace, name }: KafkaRef) => `${name}-kafka-0.${name}-kafka-nodes.${namespace}.svc.cluster.local:9092`;

const { bed, namespace, provokes, fallsSilent } = useAlerts('kafka', async (scenario) => {
  const cart = { namespace: scenario.namespace, name: 'cart' };
  await applyKafka(scenario.bed, cart, spec());
  await awaitKafkaRest(scenario.bed, cart, 'its creation', 240_000);
  await makeTopicByConsole(scenario.bed, cart, { bootstrap: bootstrapOf(cart), topic: 'orders', partitions: 6, minIsr: 2 });
});
const cart = { namespace, name: 'cart' };
const bootstrap = bootstrapOf(cart);
const rest = () => awaitKafkaRest(bed, cart, 'what was provoked', 300_000);

const makeTopic = (topic: string, more: Partial<TopicInput>) => makeTopicByConsole(bed, cart, { bootstrap, topic, ...more });
const deleteTopic = (topic: string) => deleteTopicByConsole(bed, cart, { bootstrap, topic });

async function hang(...names: readonly string[]): Promise<Fault> {
  return joined(...(await Promise.all(names.map((name) => hangContainer(bed, { namespace, name }, 'kafka')))));
}

/** First those that follow, then the one that is active. */
async function controllers(): Promise<readonly string[]> {
  const { leader = '' } = (await readKafka(bed, cart)).status;
  return [...[0, 1, 2].map((ordinal) => `cart-kafka-controller-${ordinal}`).filter((name) => name !== leader), leader];
}

provokes('A controller of Kafka is lost', {
  rest,
  inject: async () => hang(...(await controllers()).slice(-1)),
});

provokes('Most of the controllers of Kafka are lost', {
  rest,
  inject: async () => hang(...(await controllers()).slice(-2)),
});

provokes('A broker of Kafka is lost', { rest, inject: () => hang('cart-kafka-2') });

provokes('Two brokers of Kafka with replicas of the same partition are lost', {
  rest,
  inject: () => hang('cart-kafka-1', 'cart-kafka-2'),
});

provokes('All brokers of Kafka with replicas of a partition are lost', {
  rest: async () => {
    await rest();
    await deleteTopic('pairs');
  },
  inject: async () => {
    await makeTopic('pairs', { onto: [1, 2], minIsr: 2 });
    return hang('cart-kafka-1', 'cart-kafka-2');
  },
});

provokes('A broker of Kafka that partitions move to is lost', {
  rest: async () => {
    await rest();
    await deleteTopic('moved');
  },
  inject: async () => {
    await makeTopic('moved', { onto: [0, 1] });
    const fault = await hang('cart-kafka-2');
    const moves = [{ topic: 'moved', partition: 0, replicas: [0, 2] }];
    await reassignByConsole(bed, cart, { bootstrap, moves }).catch(async (error: unknown) => {
      await fault.heal();
      throw error;
    });
    return fault;
  },
});

provokes('The disk of a Kafka is full or fails', {
  rest,
  timeoutMs: 240_000,
  inject: () => fillVolume(bed, { namespace, name: 'data-cart-kafka-2' }),
});

provokes('A Kafka has too few processors or threads for its clients', {
  rest: async () => {
    await deleteTopic('costly');
    await setThreads(2, 4, undefined);
  },
  timeoutMs: 300_000,
  inject: async () => {
    await makeTopic('costly', { onto: [1], config: costlyTopic });
    await setThreads(4, 2, 1);
    return saturateKafka(bed, cart, { bootstrap, topic: 'costly' });
  },
});

/** One after another: Kafka takes half as many, or twice as many, as there are. */
async function setThreads(...counts: readonly (number | undefined)[]): Promise<void> {
  for (const count of counts) {
    await applyKafka(bed, cart, spec(count === undefined ? {} : { config: { 'num.io.threads': count } }));
    await rest();
  }
}

provokes('Consumers of Kafka are away, or too slow', {
  rest: () => deleteTopic('late'),
  timeoutMs: 300_000,
  inject: async () => {
    await makeTopic('late', {});
    return leaveBehind(bed, cart, { bootstrap, topic: 'late' });
  },
});

provokes('The metadata of a Kafka cannot be read', {
  rest: async () => {
    const token = 'reads-metadata-anew';
    await bed.kube.mergePatch(resources.kafkaClusters, cart, { metadata: { annotations: { 'dataservices.dev/restart': token } } });
    const isHandled = ({ status: { requests } }: Awaited<ReturnType<typeof readKafka>>) =>
      requests?.some((request) => request.token === token && request.state === 'Handled') === true;
    const options = { what: 'every pod to have been restarted', timeoutMs: 400_000 };
    await awaitKafka(bed, cart, (cluster) => isHandled(cluster) && isKafkaAtRest(cluster), options);
  },
  inject: () => setUnappliableQuota(bed, cart, { bootstrap }),
});

provokes('A throttle is below what is written to partitions that move', {
  rest,
  inject: async () => {
    const load = await startKafkaLoad(bed, { cluster: cart, name: 'moving', bytes: 20_000 });
    await applyKafka(bed, cart, spec({ replicas: 4, rebalance: { throttleBytesPerSecond: 1024 } }));
    const heal = async () => {
      await load.finish();
      await applyKafka(bed, cart, spec({ replicas: 4 }));
    };
    return { heal };
  },
});

fallsSilent();
