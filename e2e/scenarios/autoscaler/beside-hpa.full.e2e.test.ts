import { setTimeout as delay } from 'node:timers/promises';
import { resources } from '@dataservices/kube';
import type { KubeObject } from '@dataservices/plan';
import { beforeAll, expect, test } from 'vitest';
import { applyAutoscaler, awaitAutoscaler, isHeldBy, readAutoscaler } from '../../src/autoscaler-object.ts';
import { formatSeconds } from '../../src/format-table.ts';
import { runPrometheus } from '../../src/prometheus-object.ts';
import { applyRedis, awaitRedis, awaitRest, isAtRest, readRedis } from '../../src/redis-object.ts';
import { useScenario } from '../../src/scenario.ts';
import { fieldManager } from '../../src/test-bed.ts';

const { bed, namespace, figure } = useScenario('autoscaler-beside-hpa');
const cart = { namespace, name: 'cart' };
const theirs = { namespace, name: 'theirs' };
const scaleTargetRef = { apiVersion: 'dataservices.dev/v1alpha1', kind: 'RedisCluster', name: cart.name };
const settleMs = 240_000;
const longerThanTwoLooksMs = 35_000;

/** It needs no metric to keep to its bounds, which is what it does here. */
function horizontal(minReplicas: number): KubeObject {
  const spec = {
    scaleTargetRef,
    minReplicas,
    maxReplicas: 6,
    metrics: [{ type: 'External', external: { metric: { name: 'load' }, target: { type: 'AverageValue', averageValue: '10' } } }],
  };
  const object = { apiVersion: 'autoscaling/v2', kind: 'HorizontalPodAutoscaler', metadata: theirs, spec };
  return object;
}

async function awaitSize(replicas: number): Promise<void> {
  const isThere = (redis: Parameters<typeof isAtRest>[0]) =>
    isAtRest(redis) && redis.spec.replicas === replicas && redis.status.readyReplicas === replicas;
  await awaitRedis(bed, cart, isThere, { what: `${replicas} members, settled`, timeoutMs: settleMs });
}

beforeAll(async () => {
  await applyRedis(bed, cart);
  await awaitRest(bed, cart, 'its creation', 180_000);
  const address = await runPrometheus(bed, cart);
  await bed.kube.apply(resources.horizontalPodAutoscalers, horizontal(3), { fieldManager });
  await applyAutoscaler(bed, cart, {
    scaleTargetRef,
    minReplicas: 3,
    maxReplicas: 7,
    prometheus: { address },
    metrics: [{ name: 'wanted', query: 'max(redis_up) * 50', target: { type: 'AverageValue', averageValue: 10 } }],
    // Sizes that the other one has set are somebody's, and are not to be waited out when it is gone.
    gates: { holdAfterManualEditSeconds: 0 },
  });
}, 300_000);

test('the target is left to the HorizontalPodAutoscaler, and a condition names it', async () => {
  const { status } = await awaitAutoscaler(bed, cart, 'the refusal', isHeldBy('AnotherScaler'));
  expect(status).toMatchObject({ currentReplicas: 3, desiredReplicas: 5, summary: 'AnotherScaler' });
  expect(status.conditions?.find(({ type }) => type === 'Gated')).toMatchObject({
    status: 'True',
    reason: 'AnotherScaler',
    message: expect.stringContaining('HorizontalPodAutoscaler theirs'),
  });
});

test('what it does with the target is not undone', { timeout: 400_000 }, async () => {
  await bed.kube.apply(resources.horizontalPodAutoscalers, horizontal(4), { fieldManager });
  await awaitSize(4);
  const endMs = performance.now() + longerThanTwoLooksMs;
  while (performance.now() < endMs) {
    expect((await readRedis(bed, cart)).spec.replicas).toBe(4);
    await delay(500);
  }
  const { status } = await readAutoscaler(bed, cart);
  expect(status.lastChange).toBeUndefined();
  expect(status.decision?.held).toContain('AnotherScaler');
});

test('once it is gone the AutoScaler has the target', { timeout: 400_000 }, async () => {
  const startMs = performance.now();
  await bed.kube.delete(resources.horizontalPodAutoscalers, theirs);
  await awaitSize(5);
  figure('other scaler gone to five members settled', formatSeconds(performance.now() - startMs), '240 s');
  const { status } = await awaitAutoscaler(bed, cart, 'the change to be told', ({ lastChange }) => lastChange?.to === 5);
  expect(status.lastChange).toMatchObject({ from: 4, to: 5 });
});
