import type { AutoScalerSpecInput } from '@dataservices/api';
import { resources } from '@dataservices/kube';
import { beforeAll, expect, test } from 'vitest';
import { applyAutoscaler, awaitAutoscaler, isHeldBy, readAutoscaler } from '../../src/autoscaler-object.ts';
import { formatSeconds } from '../../src/format-table.ts';
import { awaitWrites, type Load, startLoad } from '../../src/load.ts';
import { pickNode } from '../../src/pick-node.ts';
import { runPrometheus } from '../../src/prometheus-object.ts';
import { applyRedis, awaitRedis, awaitRest, isAtRest } from '../../src/redis-object.ts';
import { useScenario } from '../../src/scenario.ts';

const { bed, namespace, figure } = useScenario('autoscaler-scale');
const cart = { namespace, name: 'cart' };

// Sentinels, probes and exporters ask some 30 things a second of a member; the load writes 300 times a second.
const metric = {
  name: 'commands',
  query: 'max(rate(redis_commands_processed_total[15s]))',
  target: { type: 'AverageValue', averageValue: 40 },
} as const;

function specAt(address: string): AutoScalerSpecInput {
  return {
    scaleTargetRef: { apiVersion: 'dataservices.dev/v1alpha1', kind: 'RedisCluster', name: cart.name },
    minReplicas: 3,
    maxReplicas: 5,
    prometheus: { address },
    metrics: [metric],
    sizes: { allowed: [3, 5] },
    behavior: { scaleDown: { stabilizationWindowSeconds: 15 } },
  };
}

const pause = (paused: boolean) => bed.kube.mergePatch(resources.redisClusters, cart, { spec: { paused } });

let load: Load;

beforeAll(async () => {
  // Without a size of its own in what is applied, as for every target of an AutoScaler.
  await applyRedis(bed, cart);
  await awaitRest(bed, cart, 'its creation', 180_000);
}, 200_000);

test('a Redis at rest stays as small as it may be', async () => {
  await applyAutoscaler(bed, cart, specAt(await runPrometheus(bed, cart)));
  const { status } = await awaitAutoscaler(bed, cart, 'a known metric', ({ currentMetrics }) => currentMetrics?.[0]?.value !== undefined);
  expect(status).toMatchObject({ currentReplicas: 3, desiredReplicas: 3 });
});

test('under load it would grow, and does not while the target is paused', async () => {
  await pause(true);
  load = await startLoad(bed, { cluster: cart, name: 'scale-load', nodeName: await pickNode(bed, undefined), wait: 0, ratePerSecond: 300 });
  await awaitWrites(bed, cart, load);
  const { status } = await awaitAutoscaler(bed, cart, 'the gate', isHeldBy('TargetPaused'));
  expect(status).toMatchObject({ currentReplicas: 3, desiredReplicas: 5 });
});

test('it grows to the next allowed size, and its members join under the load', async () => {
  const startMs = performance.now();
  await pause(false);
  const grown = await awaitRedis(bed, cart, (redis) => isAtRest(redis) && redis.status.readyReplicas === 5, {
    what: 'growth to five',
    timeoutMs: 120_000,
  });
  figure('load seen to five members settled', formatSeconds(performance.now() - startMs), '120 s');
  expect(grown.spec.replicas).toBe(5);
  const { status } = await awaitAutoscaler(bed, cart, 'the change to be told', ({ lastChange }) => lastChange?.to === 5);
  expect(status.lastChange?.reason).toMatch(/^commands asks for \d+: 3 → 5\.$/);
});

test('it shrinks when the load is over, of which no write was lost', async () => {
  const { lost } = await load.finish();
  const startMs = performance.now();
  await awaitRedis(bed, cart, (redis) => isAtRest(redis) && redis.spec.replicas === 3 && redis.status.replicas === 3, {
    what: 'shrinking to three',
    timeoutMs: 150_000,
  });
  figure('load over to three members settled', formatSeconds(performance.now() - startMs), '150 s');
  expect(lost).toBe(0);
  expect((await readAutoscaler(bed, cart)).status.lastChange).toMatchObject({ from: 5, to: 3 });
});
