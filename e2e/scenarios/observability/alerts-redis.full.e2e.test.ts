import { resources } from '@dataservices/kube';
import { askAsApp, writeLarge } from '../../src/ask-as-app.ts';
import { askServer } from '../../src/ask-server.ts';
import { healed } from '../../src/combined-faults.ts';
import { hangContainer } from '../../src/kill-container.ts';
import { loseSentinels } from '../../src/lose-sentinels.ts';
import { fillVolume, partitionFrom } from '../../src/node-faults.ts';
import { operatorPods } from '../../src/operator.ts';
import { useAlerts } from '../../src/provoked-alerts.ts';
import { applyRedis, awaitRest } from '../../src/redis-object.ts';
import { dataPods, masterPod, sentinelPods } from '../../src/redis-objects-of.ts';

const spec = {
  storage: { size: '400Mi', className: 'growable' },
  resources: { requests: { memory: '64Mi' }, limits: { memory: '128Mi' } },
  config: { maxclients: 100, 'repl-backlog-size': '1mb', 'client-output-buffer-limit': 'replica 2mb 1mb 10' },
};

const { bed, namespace, provokes, fallsSilent } = useAlerts('redis', async (scenario) => {
  const cart = { namespace: scenario.namespace, name: 'cart' };
  await applyRedis(scenario.bed, cart, spec);
  await awaitRest(scenario.bed, cart, 'its creation', 180_000);
});
const cluster = { namespace, name: 'cart' };
const rest = () => awaitRest(bed, cluster, 'what was provoked', 300_000);

const masterName = async () => (await masterPod(bed, cluster)).metadata.name;
const place = ({ metadata }: { metadata: { name: string; namespace?: string } }) => `${metadata.namespace ?? namespace}/${metadata.name}`;

async function replicas(): Promise<readonly string[]> {
  const master = await masterName();
  return (await dataPods(bed, cluster)).map(({ metadata }) => metadata.name).filter((name) => name !== master);
}

const write = (pod: string, key: string) => writeLarge(bed, cluster, pod, key, 8_000_000);

provokes('Writes of Redis are larger than its buffers for replicas', {
  rest,
  inject: async () => {
    const master = await masterName();
    // Each is too much for both replicas, which then copy everything.
    for (let round = 0; round < 6; round += 1) {
      await write(master, 'large');
      await rest();
    }
    return healed;
  },
});

provokes('A Redis has more data than memory', {
  rest,
  inject: async () => {
    const master = await masterName();
    for (let key = 0; key < 11; key += 1) {
      await write(master, `large-${key}`);
      await rest();
    }
    return { heal: async () => void (await askAsApp(bed, cluster, master, ['flushall'])) };
  },
});

provokes('An application opens more connections than a Redis takes', {
  rest,
  inject: async () => {
    const [replica = ''] = await replicas();
    const flood = 'for client in $(seq 150); do sleep 15 | redis-cli >/dev/null 2>&1 & done; wait';
    await bed.cluster.kubectl(['exec', '--namespace', namespace, replica, '--container', 'redis', '--', 'sh', '-c', flood]);
    return healed;
  },
});

provokes('A replica of Redis is cut off from its master', {
  rest,
  timeoutMs: 180_000,
  inject: async () => {
    const [replica = ''] = await replicas();
    return partitionFrom(bed, [`${namespace}/${replica}`], [`${namespace}/${await masterName()}`]);
  },
});

provokes('A server of Redis hangs', {
  rest,
  inject: async () => {
    const [replica = ''] = await replicas();
    return hangContainer(bed, { namespace, name: replica }, 'redis');
  },
});

provokes('The disk of a Redis is full or fails', {
  rest,
  timeoutMs: 240_000,
  inject: async () => {
    const [replica = ''] = await replicas();
    const fault = await fillVolume(bed, { namespace, name: `data-${replica}` });
    await write(await masterName(), 'one-more');
    await askServer(bed, { namespace, pod: replica, container: 'redis' }, ['bgsave']);
    return fault;
  },
});

provokes('The master of Redis is lost, and another takes over', {
  rest,
  inject: async () => {
    await bed.kube.delete(resources.pods, { namespace, name: await masterName() }, { gracePeriodSeconds: 0 });
    return healed;
  },
});

provokes('A master of Redis is cut off, and has not noticed', {
  rest,
  inject: async () => {
    const master = await masterName();
    const others = [...(await dataPods(bed, cluster)), ...(await sentinelPods(bed, cluster))].filter(
      ({ metadata }) => metadata.name !== master,
    );
    return partitionFrom(bed, [`${namespace}/${master}`], [...others, ...(await operatorPods(bed))].map(place));
  },
});

provokes('The master of Redis is lost, and most sentinels with it', {
  rest,
  inject: async () => {
    const master = await masterName();
    const fault = await loseSentinels(bed, cluster);
    await bed.kube.delete(resources.pods, { namespace, name: master }, { gracePeriodSeconds: 0 });
    return fault;
  },
});

fallsSilent();
