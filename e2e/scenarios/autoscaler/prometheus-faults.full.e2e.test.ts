import { setTimeout as delay } from 'node:timers/promises';
import type { AutoScaler, AutoScalerSpecInput } from '@dataservices/api';
import { resources } from '@dataservices/kube';
import { beforeAll, describe, expect, test } from 'vitest';
import { waitUntil } from '../../cluster/src/index.ts';
import { applyAutoscaler, awaitAutoscaler, isHeldBy } from '../../src/autoscaler-object.ts';
import { formatSeconds } from '../../src/format-table.ts';
import { hangContainer } from '../../src/kill-container.ts';
import { partitionFrom, slowNode } from '../../src/node-faults.ts';
import { moveOperatorOff, operatorPods, scaleOperator } from '../../src/operator.ts';
import { readPod } from '../../src/pod.ts';
import { runPrometheus } from '../../src/prometheus-object.ts';
import { applyRedis, awaitRedis, awaitRest, isAtRest, readRedis } from '../../src/redis-object.ts';
import { useScenario } from '../../src/scenario.ts';

/**
 * What a server can answer that no good one does is held to the operator's own client (prometheus/http-client.test.ts), and what becomes of it to a real API
 * server (controller.api.test.ts). Here is what only a cluster shows: a server that goes away, hangs, or is cut off, and a target that moves meanwhile.
 */
const { bed, namespace, figure } = useScenario('autoscaler-prometheus-faults');
const cart = { namespace, name: 'cart' };
const prometheus = { namespace, name: 'prometheus' };

/** Longer than the 15 s between two looks, so that it says something. */
const windowSeconds = 45;
const longerThanAPeriodMs = 20_000;
const settleMs = 180_000;

/** The metric is what a real exporter says, times what the test wants: known where that is, and unknown where it is not. */
const asks = (replicas: number) => `max(redis_up) * ${replicas * 10}`;

let address = '';
/** The generation of which `problem` and `value` have to be. */
let generation = 0;

async function follow(query: string, changed: Partial<AutoScalerSpecInput> = {}): Promise<void> {
  const applied = await applyAutoscaler(bed, cart, {
    scaleTargetRef: { apiVersion: 'dataservices.dev/v1alpha1', kind: 'RedisCluster', name: cart.name },
    minReplicas: 3,
    maxReplicas: 7,
    prometheus: { address },
    metrics: [{ name: 'wanted', query, target: { type: 'AverageValue', averageValue: 10 } }],
    sizes: { allowed: [3, 5, 7] },
    behavior: { scaleDown: { stabilizationWindowSeconds: windowSeconds } },
    ...changed,
  });
  generation = applied.metadata.generation ?? 0;
}

/** Waits for a look by the present spec that came to this. */
function awaitLook(what: string, isSo: (status: AutoScaler['status']) => boolean, timeoutMs = 60_000): Promise<AutoScaler> {
  return awaitAutoscaler(bed, cart, what, (status) => status.observedGeneration === generation && isSo(status), timeoutMs);
}

const isKnown = ({ currentMetrics }: AutoScaler['status']) => currentMetrics?.[0]?.value !== undefined;

async function awaitUnknown(why: RegExp): Promise<void> {
  const { status } = await awaitLook(`the reason ${why}`, ({ currentMetrics }) => why.test(currentMetrics?.[0]?.problem ?? ''));
  const active = status.conditions?.find(({ type }) => type === 'ScalingActive');
  expect(active).toMatchObject({ status: 'False', reason: 'FailedGetExternalMetric' });
  expect(status.decision?.sentence).toMatch(/^wanted is unknown .*unknown is not 0/);
}

/** Nothing tells of what does not happen, so it is looked at for longer than it takes the operator to look again. */
async function expectToStay(replicas: number): Promise<void> {
  const endMs = performance.now() + longerThanAPeriodMs;
  while (performance.now() < endMs) {
    expect((await readRedis(bed, cart)).spec.replicas).toBe(replicas);
    await delay(500);
  }
}

async function awaitSize(replicas: number): Promise<void> {
  await awaitRedis(bed, cart, (redis) => isAtRest(redis) && redis.spec.replicas === replicas && redis.status.readyReplicas === replicas, {
    what: `${replicas} members, settled`,
    timeoutMs: settleMs,
  });
}

async function awaitChange(from: number, to: number): Promise<AutoScaler['status']> {
  const { status } = await awaitLook(
    `the change to ${to}`,
    ({ lastChange }) => lastChange?.from === from && lastChange.to === to,
    settleMs,
  );
  return status;
}

beforeAll(async () => {
  await applyRedis(bed, cart);
  await awaitRest(bed, cart, 'its creation', 180_000);
  address = await runPrometheus(bed, cart);
}, 300_000);

test('it follows a metric that is known', async () => {
  await follow(asks(5));
  await awaitSize(5);
});

// At five of three to seven members: there is room either way.
test.for([
  ['not a number', 'vector(0) / 0', /not a finite number/],
  ['without end', 'vector(1) / 0', /not a finite number/],
  ['nothing', 'nobody_measures_this', /0 series/],
  ['a string', '"5"', /a string, where numbers are needed/],
  ['of all series that there are', '{__name__=~".+"}', /more than 1000|larger than/],
] as const)('an answer that is %s changes nothing', async ([, query, why]) => {
  await follow(query);
  await awaitUnknown(why);
  await expectToStay(5);
});

test('nothing shrinks while Prometheus is gone, and it says so', async () => {
  await follow(asks(5));
  await awaitLook('a known metric', isKnown);
  await bed.kube.delete(resources.pods, prometheus);
  await waitUntil(async () => (await bed.kube.get(resources.pods, prometheus)) === undefined, {
    what: 'the pod of Prometheus to be gone',
    timeoutMs: 30_000,
  });
  await follow(asks(3));
  await awaitUnknown(/cannot be asked/);
  await expectToStay(5);
});

test('when it is back, a whole window of answers is needed before anything shrinks', async () => {
  await runPrometheus(bed, cart, 5);
  const startMs = performance.now();
  const { lastChange, memory } = await awaitChange(5, 3);
  expect(secondsBetween(memory?.lastUnknown, lastChange?.time)).toBeGreaterThanOrEqual(windowSeconds);
  await awaitSize(3);
  figure('Prometheus back to three members settled', formatSeconds(performance.now() - startMs), '180 s');
}, 300_000);

function secondsBetween(before: string | undefined, after: string | undefined): number {
  return (Date.parse(after ?? '') - Date.parse(before ?? '')) / 1000;
}

describe.runIf(bed.cluster.nodeFaults !== undefined)('where processes and the network can be broken', () => {
  test('a Prometheus that hangs grows nothing, and what it says when it goes on does', async () => {
    const { heal } = await hangContainer(bed, prometheus, 'prometheus');
    try {
      await follow(asks(5));
      await awaitUnknown(/cannot be asked/);
      await expectToStay(3);
    } finally {
      await heal();
    }
    await awaitSize(5);
  }, 300_000);

  test('an answer that a slow network delays is an answer', async () => {
    const { spec } = await readPod(bed.kube, prometheus);
    const nodeName = spec.nodeName ?? '';
    await moveOperatorOff(bed, nodeName);
    const { heal } = await slowNode(bed, nodeName, { delayMs: 300 });
    try {
      // Another spec, so that what is waited for is a look of now.
      await follow(`${asks(5)} + 0`);
      await awaitLook('a known metric', isKnown);
    } finally {
      await heal();
    }
    expect((await readRedis(bed, cart)).spec.replicas).toBe(5);
  }, 240_000);

  test('nothing shrinks while the operator is cut off from Prometheus, until a whole window after it', async () => {
    const operators = (await operatorPods(bed)).map(({ metadata }) => `${metadata.namespace}/${metadata.name}`);
    const { heal } = await partitionFrom(bed, operators, [`${namespace}/${prometheus.name}`]);
    try {
      await follow(asks(3));
      await awaitUnknown(/cannot be asked/);
      await expectToStay(5);
    } finally {
      await heal();
    }
    const { lastChange, memory } = await awaitChange(5, 3);
    expect(secondsBetween(memory?.lastUnknown, lastChange?.time)).toBeGreaterThanOrEqual(windowSeconds);
    await awaitSize(3);
  }, 300_000);
});

test('an operator that starts anew inside a window keeps to the rest of it', async () => {
  await follow(asks(5));
  await awaitSize(5);
  await awaitLook(
    'a recommendation of the size that there is',
    ({ currentReplicas, summary }) => currentReplicas === 5 && summary === 'AsWanted',
  );
  const startMs = performance.now();
  await follow(asks(3));
  await awaitLook('the window', ({ summary }) => summary === 'ScaleDownStabilized');
  await scaleOperator(bed, 0);
  await scaleOperator(bed, 1);
  await awaitChange(5, 3);
  // The last recommendation of five was made up to 15 s before.
  expect(performance.now() - startMs).toBeGreaterThan((windowSeconds - 15) * 1000);
  await awaitSize(3);
}, 400_000);

test('a target that rolls grows when it has rolled', async () => {
  const token = 'while-scaling';
  await bed.kube.mergePatch(resources.redisClusters, cart, { metadata: { annotations: { 'dataservices.dev/restart': token } } });
  await awaitRedis(bed, cart, (redis) => !isAtRest(redis), { what: 'the roll to begin', timeoutMs: 60_000 });
  await follow(asks(5));
  await awaitLook('the gate', isHeldBy('TargetNotSettled'));
  const grown = await awaitRedis(bed, cart, ({ spec }) => spec.replicas === 5, { what: 'growth', timeoutMs: settleMs });
  expect(grown.status.requests?.at(-1)).toMatchObject({ token, state: 'Handled' });
  await awaitSize(5);
}, 400_000);

test('a size that somebody sets by kubectl is left alone for a while', async () => {
  const holdAfterManualEditSeconds = 60;
  await follow(asks(5), { gates: { holdAfterManualEditSeconds } });
  await awaitLook('a look', ({ currentReplicas }) => currentReplicas === 5);
  await bed.cluster.kubectl(['scale', 'redisclusters/cart', '--replicas=3', '--namespace', namespace]);
  const { status } = await awaitLook('the hold', isHeldBy('ManualEdit'));
  expect(status.memory?.manualEdit).toMatchObject({ replicas: 3 });
  await awaitSize(3);
  const held = ({ lastChange }: AutoScaler['status']) => secondsBetween(status.memory?.manualEdit?.time, lastChange?.time);
  const grown = await awaitLook('growth after it', (later) => held(later) > 0, settleMs);
  expect(held(grown.status)).toBeGreaterThanOrEqual(holdAfterManualEditSeconds);
  await awaitSize(5);
}, 400_000);
