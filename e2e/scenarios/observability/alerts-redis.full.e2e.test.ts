import { resources } from '@dataservices/kube';
import { waitUntil } from '../../cluster/src/index.ts';
import { askAsApp, writeLarge } from '../../src/ask-as-app.ts';
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
  resources: { requests: { memory: '64Mi' }, limits: { memory: '256Mi' } },
  config: { maxclients: 100 },
};
/** Snapshots soon after a write. */
const aloneSpec = { ...spec, replicas: 1, config: { save: '5 1' } };
const smallBuffers = { 'repl-backlog-size': '1mb', 'client-output-buffer-limit': 'replica 2mb 1mb 10' };

const { bed, namespace, provokes, fallsSilent } = useAlerts('redis', async (scenario) => {
  const cart = { namespace: scenario.namespace, name: 'cart' };
  await applyRedis(scenario.bed, cart, spec);
  await applyRedis(scenario.bed, { ...cart, name: 'alone' }, aloneSpec);
  await awaitRest(scenario.bed, cart, 'its creation', 180_000);
  await awaitRest(scenario.bed, { ...cart, name: 'alone' }, 'its creation', 180_000);
});
const cluster = { namespace, name: 'cart' };
const alone = { namespace, name: 'alone' };
const rest = () => awaitRest(bed, cluster, 'what was provoked', 300_000);

const masterName = async () => (await masterPod(bed, cluster)).metadata.name;
const place = ({ metadata }: { metadata: { name: string; namespace?: string } }) => `${metadata.namespace ?? namespace}/${metadata.name}`;

async function replicas(): Promise<readonly string[]> {
  const master = await masterName();
  return (await dataPods(bed, cluster)).map(({ metadata }) => metadata.name).filter((name) => name !== master);
}

/** Refused while the replicas are busy with copying. */
function write(pod: string, key: string): Promise<boolean> {
  const attempt = async () => {
    await writeLarge(bed, cluster, pod, key, 8_000_000);
    return true;
  };
  return waitUntil(attempt, { what: `a write to ${pod}`, timeoutMs: 60_000, intervalMs: 500 });
}

provokes('The master of Redis is lost, and most sentinels with it', {
  rest,
  inject: async () => {
    const master = await masterName();
    const fault = await loseSentinels(bed, cluster);
    await bed.kube.delete(resources.pods, { namespace, name: master }, { gracePeriodSeconds: 0 });
    return fault;
  },
});

provokes('Writes of Redis are larger than its buffers for replicas', {
  rest,
  inject: async () => {
    await applyRedis(bed, cluster, { ...spec, config: { ...spec.config, ...smallBuffers } });
    await rest();
    const master = await masterName();
    // Each is too much for both replicas, which then copy everything.
    for (let round = 0; round < 6; round += 1) await write(master, 'large');
    return { heal: async () => void (await applyRedis(bed, cluster, spec)) };
  },
});

provokes('A Redis has more data than memory', {
  rest,
  inject: async () => {
    const master = await masterName();
    // So much is nearly all of it: what was written before has no room beside it.
    await askAsApp(bed, cluster, master, ['flushall']);
    for (let key = 0; key < 22; key += 1) await write(master, `large-${key}`);
    return { heal: async () => void (await askAsApp(bed, cluster, master, ['flushall'])) };
  },
});

provokes('An application opens more connections than a Redis takes', {
  rest,
  inject: async () => {
    const [replica = '', another = ''] = await replicas();
    const flood = `for n in $(seq 150); do exec {fd}<>/dev/tcp/${replica}.cart-redis-nodes/6379; done; sleep 1`;
    await bed.cluster.kubectl(['exec', '--namespace', namespace, another, '--container', 'redis', '--', 'bash', '-c', flood]);
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

provokes('The disk of a Redis that is alone is full or fails', {
  rest: () => awaitRest(bed, alone, 'room on its disk', 300_000),
  timeoutMs: 240_000,
  inject: async () => {
    const fault = await fillVolume(bed, { namespace, name: 'data-alone-redis-0' });
    // The first is taken: Redis answers before it has written to its disk.
    await writeLarge(bed, alone, 'alone-redis-0', 'one-more', 8_000_000);
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

fallsSilent();
