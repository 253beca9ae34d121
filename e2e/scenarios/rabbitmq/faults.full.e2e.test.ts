import type { RabbitmqCluster } from '@dataservices/api';
import { resources } from '@dataservices/kube';
import { beforeAll, describe, expect, test } from 'vitest';
import { waitUntil } from '../../cluster/src/index.ts';
import { formatSeconds } from '../../src/format-table.ts';
import { partitionFrom } from '../../src/node-faults.ts';
import { readPod } from '../../src/pod.ts';
import { type RabbitmqLoad, startRabbitmqLoad } from '../../src/rabbitmq-load.ts';
import { applyRabbitmq, awaitRabbitmq, awaitRabbitmqRest, rabbitmqPods, readRabbitmq } from '../../src/rabbitmq-object.ts';
import { expectNoMessageLost, rabbitmqGap } from '../../src/rabbitmq-under-load.ts';
import { useScenario } from '../../src/scenario.ts';

const scenario = useScenario('rabbitmq-faults');
const { bed, namespace, figure } = scenario;
const cart = { namespace, name: 'cart' };
const podNames = ['cart-rabbitmq-0', 'cart-rabbitmq-1', 'cart-rabbitmq-2'] as const;
/** An election after a silent loss is found by heartbeats, which takes the longest. */
const limitMs = 30_000;

let load: RabbitmqLoad;
let clusterId: string | undefined;

beforeAll(async () => {
  await applyRabbitmq(bed, cart, { replicas: 3, storage: { size: '1Gi' } });
  clusterId = (await awaitRabbitmqRest(bed, cart, 'its creation', 240_000)).status.clusterId;
  load = await startRabbitmqLoad(bed, { cluster: cart, name: 'messages' });
}, 400_000);

function isSeenAway(pod: string) {
  return ({ status }: RabbitmqCluster) => status.members?.find(({ name }) => name === pod)?.ready === false;
}

test('the first node loses its volume: it joins the others, and founds nothing', async () => {
  const startMs = performance.now();
  const act = async () => {
    await bed.kube.delete(resources.persistentVolumeClaims, { namespace, name: 'data-cart-rabbitmq-0' });
    await bed.kube.delete(resources.pods, { namespace, name: 'cart-rabbitmq-0' }, { gracePeriodSeconds: 0 });
    await awaitRabbitmq(bed, cart, isSeenAway('cart-rabbitmq-0'), { what: 'the loss to be seen', timeoutMs: 30_000 });
    const { status } = await awaitRabbitmqRest(bed, cart, 'the loss of the first volume', 240_000);
    figure('first volume lost, until whole again', formatSeconds(performance.now() - startMs), '60 s');
    expect(status).toMatchObject({ clusterId, readyReplicas: 3, formation: { formed: true } });
  };
  await rabbitmqGap(scenario, { cluster: cart, load, title: 'first node lost with its volume', limitMs, act });
}, 400_000);

describe.runIf(bed.cluster.nodeFaults !== undefined)('one node is cut off from the two others, but not from clients', () => {
  test('it confirms nothing alone, and is back by itself', async () => {
    const act = async () => {
      const place = (name: string) => `${namespace}/${name}`;
      const cut = await partitionFrom(bed, [place('cart-rabbitmq-2')], ['cart-rabbitmq-0', 'cart-rabbitmq-1'].map(place));
      const { acknowledged } = await load.state();
      await waitUntil(async () => (await load.state()).acknowledged > acknowledged + 1_000, {
        what: 'the majority to go on',
        timeoutMs: 120_000,
      });
      const startMs = performance.now();
      await cut.heal();
      await awaitRabbitmqRest(bed, cart, 'the cut', 240_000);
      figure('cut mended, until whole again', formatSeconds(performance.now() - startMs), '60 s');
    };
    const before = (await rabbitmqPods(bed, cart)).map(({ metadata }) => metadata.uid).sort();
    await rabbitmqGap(scenario, { cluster: cart, load, title: 'one cut off from two', limitMs: 90_000, act });
    expect((await rabbitmqPods(bed, cart)).map(({ metadata }) => metadata.uid).sort()).toEqual(before);
  }, 500_000);
});

test('all pods die at once and come back in the wrong order: it is the same cluster', async () => {
  const machines = await Promise.all(podNames.map(async (name) => (await readPod(bed.kube, { namespace, name })).spec.nodeName ?? ''));
  const all = [...new Set(machines)];
  const act = async () => {
    await bed.cluster.kubectl(['cordon', ...all]);
    try {
      // The last to go is the last to come: whoever starts first knows the least.
      for (const name of podNames.toReversed()) await bed.kube.delete(resources.pods, { namespace, name }, { gracePeriodSeconds: 0 });
      const isNoQuorum = ({ status }: RabbitmqCluster) =>
        status.conditions?.some(({ type, reason }) => type === 'Available' && reason === 'NoQuorum') === true;
      await awaitRabbitmq(bed, cart, isNoQuorum, { what: 'the loss of all to be seen', timeoutMs: 60_000 });
      for (const machine of all.toReversed()) {
        await bed.cluster.kubectl(['uncordon', machine]);
        const own = podNames.filter((_, at) => machines[at] === machine);
        for (const name of own) await awaitRunning(name);
      }
    } finally {
      await bed.cluster.kubectl(['uncordon', ...all]);
    }
    const { status } = await awaitRabbitmqRest(bed, cart, 'the loss of all pods', 300_000);
    expect(status).toMatchObject({ clusterId, readyReplicas: 3 });
  };
  await rabbitmqGap(scenario, { cluster: cart, load, title: 'all pods lost, back in the wrong order', act });
}, 500_000);

async function awaitRunning(name: string): Promise<void> {
  await waitUntil(async () => (await readPod(bed.kube, { namespace, name })).status?.phase === 'Running', {
    what: `${name} to run`,
    timeoutMs: 90_000,
  });
}

test('no confirmed message is lost', async () => {
  await expectNoMessageLost(scenario, load);
  expect((await readRabbitmq(bed, cart)).status.clusterId).toBe(clusterId);
}, 120_000);
