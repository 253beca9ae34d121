import { awaitSettled } from '../../src/await-settled.ts';
import { healed } from '../../src/combined-faults.ts';
import { openLoad } from '../../src/load-handle.ts';
import { partitionFrom } from '../../src/node-faults.ts';
import { useAlerts } from '../../src/provoked-alerts.ts';
import { haveRabbitmq } from '../../src/rabbitmq-api.ts';
import { startRabbitmqLoad } from '../../src/rabbitmq-load.ts';
import { applyRabbitmq, awaitRabbitmqRest } from '../../src/rabbitmq-object.ts';
import { sendTraffic } from '../../src/rabbitmq-traffic.ts';

const spec = {
  replicas: 3,
  storage: { size: '2Gi', className: 'growable' },
  resources: { requests: { memory: '256Mi' }, limits: { memory: '512Mi' } },
};
const pods = ['cart-rabbitmq-0', 'cart-rabbitmq-1', 'cart-rabbitmq-2'] as const;

const { bed, namespace, provokes, fallsSilent } = useAlerts('rabbitmq', make);
const cluster = { namespace, name: 'cart' };
const rest = () => awaitSettled(bed.kube, namespace, 'what was provoked');

/** With consumers of one queue, and messages that wait in another since before anybody looks: half an hour of them is what an alert looks back on. */
async function make(): Promise<void> {
  await applyRabbitmq(bed, cluster, spec);
  await awaitRabbitmqRest(bed, cluster, 'its creation', 240_000);
  await startRabbitmqLoad(bed, { cluster, name: 'consumed', queues: 1 });
  await declareQueue('waiting');
  await fillQueue('waiting', { messages: 2000, bytes: 10 });
}

async function declareQueue(queue: string): Promise<void> {
  const body = { durable: true, arguments: { 'x-queue-type': 'quorum' } };
  await haveRabbitmq(bed, cluster, { method: 'PUT', path: `queues/%2F/${queue}`, body });
}

const deleteQueue = async (queue: string) => void (await haveRabbitmq(bed, cluster, { method: 'DELETE', path: `queues/%2F/${queue}` }));

const fillQueue = (routingKey: string, what: { readonly messages: number; readonly bytes: number }) =>
  sendTraffic(bed, cluster, { seconds: 30, publish: { routingKey, ...what } });

provokes('A binding is missing, or has another key', {
  rest,
  inject: async () => {
    const publish = { exchange: 'amq.direct', routingKey: 'nobody', messages: 20, bytes: 10 };
    await sendTraffic(bed, cluster, { seconds: 30, publish });
    return healed;
  },
});

provokes('Clients of RabbitMQ connect for every message', {
  rest,
  timeoutMs: 240_000,
  inject: async () => {
    for (let round = 0; round < 2; round += 1) await sendTraffic(bed, cluster, { seconds: 55, connect: { atOnce: 10 } });
    return healed;
  },
});

provokes('A RabbitMQ has more messages than memory', {
  rest,
  timeoutMs: 180_000,
  inject: async () => {
    await declareQueue('large');
    await fillQueue('large', { messages: 500, bytes: 1_000_000 });
    return { heal: () => deleteQueue('large') };
  },
});

provokes('The disk of a RabbitMQ fills up', {
  rest,
  timeoutMs: 240_000,
  inject: async () => {
    const [pod] = pods;
    const inPod = (...command: readonly string[]) => bed.cluster.kubectl(['exec', '--namespace', namespace, pod, '--', ...command]);
    const file = '/var/lib/rabbitmq/filler';
    // All but what RabbitMQ needs to go on at all.
    await inPod('bash', '-c', `fallocate -l $(( $(df --output=avail -B1 /var/lib/rabbitmq | tail -1) - 100000000 )) ${file}`);
    return { heal: async () => void (await inPod('rm', file)) };
  },
});

provokes('Nodes of RabbitMQ cannot reach each other', {
  rest,
  timeoutMs: 240_000,
  inject: () => {
    const [one, ...others] = pods.map((pod) => `${namespace}/${pod}`);
    return partitionFrom(bed, [one ?? ''], others);
  },
});

provokes('Consumers are away', {
  rest,
  inject: async () => {
    await openLoad(bed, { namespace, name: 'consumed' }).remove();
    await fillQueue('waiting', { messages: 9000, bytes: 10 });
    return { heal: () => deleteQueue('waiting') };
  },
});

fallsSilent();
