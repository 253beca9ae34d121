import { resources } from '@dataservices/kube';
import { hangContainer } from '../../src/kill-container.ts';
import { cutPower, fillVolume } from '../../src/node-faults.ts';
import { moveOperatorOff } from '../../src/operator.ts';
import { readPod } from '../../src/pod.ts';
import { useAlerts } from '../../src/provoked-alerts.ts';
import { applyRedis, awaitRest } from '../../src/redis-object.ts';
import { dataPods } from '../../src/redis-objects-of.ts';
import { applyZookeeper, awaitZookeeperRest } from '../../src/zookeeper-object.ts';

const storage = { size: '400Mi', className: 'growable' };

const { bed, namespace, provokes, fallsSilent } = useAlerts('clusters', async (scenario) => {
  const ref = { namespace: scenario.namespace, name: 'cart' };
  await Promise.all([applyRedis(scenario.bed, ref, { storage }), applyZookeeper(scenario.bed, ref, { storage })]);
  await awaitRest(scenario.bed, ref, 'its creation', 180_000);
  await awaitZookeeperRest(scenario.bed, ref, 'its creation', 180_000);
});
const cart = { namespace, name: 'cart' };
const rest = () => awaitRest(bed, cart, 'what was provoked', 300_000);
const zookeeperRest = () => awaitZookeeperRest(bed, cart, 'what was provoked', 300_000);

provokes('A custom resource asks for what cannot be', {
  rest,
  inject: async () => {
    // Less than every Redis uses already.
    await applyRedis(bed, cart, { storage, config: { maxmemory: '1mb' } });
    return { heal: async () => void (await applyRedis(bed, cart, { storage })) };
  },
});

provokes('A volume fills up', {
  rest,
  // Kubelets look at volumes once a minute.
  timeoutMs: 240_000,
  inject: () => fillVolume(bed, { namespace, name: 'data-cart-redis-0' }),
});

provokes('Most of the members are lost', {
  rest: zookeeperRest,
  inject: async () => {
    const hanging = [0, 1].map((ordinal) => hangContainer(bed, { namespace, name: `cart-zookeeper-${ordinal}` }, 'zookeeper'));
    const faults = await Promise.all(hanging);
    return { heal: async () => void (await Promise.all(faults.map(({ heal }) => heal()))) };
  },
});

provokes('A node is lost, or a pod cannot start, for a quarter of an hour', {
  rest: () => Promise.all([rest(), zookeeperRest()]),
  timeoutMs: 240_000,
  inject: async () => {
    const watching = (await readPod(bed.kube, { namespace, name: 'prometheus' })).spec.nodeName;
    const node = (await dataPods(bed, cart)).map(({ spec }) => spec.nodeName ?? '').find((name) => name !== watching) ?? '';
    await moveOperatorOff(bed, node);
    return cutPower(bed, node);
  },
});

provokes('All data is lost, or a person has to decide otherwise', {
  inject: async () => {
    const pods = (await dataPods(bed, cart)).map(({ metadata }) => metadata.name);
    for (const name of pods) await bed.kube.delete(resources.persistentVolumeClaims, { namespace, name: `data-${name}` });
    for (const name of pods) await bed.kube.delete(resources.pods, { namespace, name }, { gracePeriodSeconds: 0 });
    // What a person would have to decide; here nobody needs what is left.
    return { heal: async () => void (await bed.kube.delete(resources.redisClusters, cart)) };
  },
});

fallsSilent();
