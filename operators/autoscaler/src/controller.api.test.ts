import type { AutoScaler } from '@dataservices/api';
import { resources } from '@dataservices/kube';
import type { StoredObject } from '@dataservices/plan';
import { expect, test, vi } from 'vitest';
import { isHeldBy, load, loadScaler } from '../test/load-scaler.ts';
import { useOperatorBed } from '../test/operator-bed.ts';

// Several scrapes, looks and windows follow each other in most of them.
vi.setConfig({ testTimeout: 60_000 });

const bed = useOperatorBed();

const { applyScaler, measure } = loadScaler(bed);

async function makeRedis(spec: object = { replicas: 3 }): Promise<void> {
  await bed.admin().create(resources.redisClusters, {
    apiVersion: 'dataservices.dev/v1alpha1',
    kind: 'RedisCluster',
    metadata: bed.ref('cart'),
    ...{ spec },
  });
  await bed.settle('cart');
}

const awaitRedis = (replicas: number) => bed.awaitSize(resources.redisClusters, 'cart', replicas);
const conditionOf = ({ status }: AutoScaler, type: string) => status.conditions?.find((condition) => condition.type === type);

test('a cluster follows its load up and down, by its scale subresource alone, and says why', async () => {
  await makeRedis();
  await measure(5);
  await applyScaler();
  await awaitRedis(5);
  const cart = await bed.read<StoredObject>(resources.redisClusters, 'cart');
  expect(cart?.metadata.managedFields?.filter(({ manager }) => manager === 'dataservices-autoscaler')).toMatchObject([
    { operation: 'Update', subresource: 'scale', fieldsV1: { 'f:spec': { 'f:replicas': {} } } },
  ]);
  const scaler = await bed.awaitWritten('the change', ({ status }) => status.lastChange?.to === 5);
  expect(scaler.status).toMatchObject({
    summary: 'SucceededRescale',
    currentReplicas: 3,
    desiredReplicas: 5,
    currentMetrics: [{ name: 'load', value: '50', target: '10', replicas: 5 }],
    decision: { proposed: 5, stabilized: 5, limited: 5, sized: 5, sentence: 'load asks for 5: 3 → 5.' },
  });
  expect(await bed.events('SuccessfulRescale')).toMatchObject([{ note: 'New size: 5; reason: load asks for 5: 3 → 5.' }]);
  await bed.settle('cart');
  await measure(3);
  await awaitRedis(3);
});

test('nothing is changed while the target has not settled for its present generation; what would be done is shown', async () => {
  await makeRedis();
  await bed.settle('cart', { status: 'False', reason: 'RollOneMember', message: 'cart-redis-1 is restarting' });
  await measure(5);
  await applyScaler();
  const held = await bed.awaitScaler('the gate', isHeldBy('TargetNotSettled'));
  expect(held.status).toMatchObject({ currentReplicas: 3, desiredReplicas: 5, summary: 'TargetNotSettled' });
  expect(held.status.decision?.sentence).toContain('cart-redis-1 is restarting');
  expect(conditionOf(held, 'Gated')).toMatchObject({ status: 'True', reason: 'TargetNotSettled' });
  expect(await bed.sizeOf(resources.redisClusters, 'cart')).toBe(3);
  // An old generation's word is none.
  await bed.settle('cart', { observedGeneration: 0 });
  await bed.awaitLooks();
  expect(await bed.sizeOf(resources.redisClusters, 'cart')).toBe(3);
  await bed.settle('cart');
  await awaitRedis(5);
});

test('a HorizontalPodAutoscaler on the same target keeps it, until it is gone', async () => {
  await makeRedis();
  const spec = { scaleTargetRef: { apiVersion: 'dataservices.dev/v1alpha1', kind: 'RedisCluster', name: 'cart' }, maxReplicas: 5 };
  await bed.apply({ apiVersion: 'autoscaling/v2', kind: 'HorizontalPodAutoscaler', metadata: { name: 'mine' }, spec });
  await measure(5);
  await applyScaler();
  const held = await bed.awaitScaler('the refusal', isHeldBy('AnotherScaler'));
  expect(held.status.decision?.sentence).toContain('HorizontalPodAutoscaler mine');
  expect(await bed.sizeOf(resources.redisClusters, 'cart')).toBe(3);
  await bed.admin().delete(resources.horizontalPodAutoscalers, bed.ref('mine'));
  await awaitRedis(5);
});

test('of two AutoScalers the first one has the target', async () => {
  await makeRedis();
  await applyScaler({ minReplicas: 4 }, 'a-first');
  await awaitRedis(4);
  await bed.settle('cart');
  await measure(9);
  await applyScaler({ metrics: [{ ...load, query: 'vector(90)' }] });
  const held = await bed.awaitScaler('the refusal', isHeldBy('AnotherScaler'));
  expect(held.status.decision?.sentence).toContain('AutoScaler a-first');
});

test('a size that a person has set is left alone for as long as it is told to be', async () => {
  await makeRedis();
  await measure(3);
  await applyScaler({ gates: { holdAfterManualEditSeconds: 5 } });
  await bed.awaitScaler('a look', ({ status }) => status.memory?.seenReplicas === 3);
  const startMs = performance.now();
  await bed.admin().updateScale(resources.redisClusters, bed.ref('cart'), { replicas: 7 });
  await bed.settle('cart');
  const held = await bed.awaitScaler('the hold', isHeldBy('ManualEdit'));
  expect(held.status.memory?.manualEdit).toMatchObject({ replicas: 7 });
  expect(await bed.events('ManualEditSeen')).toMatchObject([{ note: 'somebody else has set 7 replicas' }]);
  await awaitRedis(3);
  expect(performance.now() - startMs).toBeGreaterThan(4000);
});

test('unknown is not 0: nothing shrinks without an answer, nor for a whole window after it', async () => {
  await makeRedis({ replicas: 6 });
  await bed.measure({ 'load{cluster="another"}': 1 });
  await applyScaler({ behavior: { scaleDown: { stabilizationWindowSeconds: 4 } } });
  const blind = await bed.awaitScaler('the outage', ({ status }) => status.summary === 'FailedGetExternalMetric');
  expect(conditionOf(blind, 'ScalingActive')).toMatchObject({ status: 'False', reason: 'FailedGetExternalMetric' });
  expect(blind.status.currentMetrics).toMatchObject([{ name: 'load', problem: expect.stringContaining('0 series') }]);
  const startMs = performance.now();
  await measure(3);
  await awaitRedis(3);
  expect(performance.now() - startMs).toBeGreaterThan(3000);
});

test('a veto that answers anything but 0, or nothing, keeps members', async () => {
  await makeRedis({ replicas: 6 });
  await bed.measure({ 'load{cluster="cart"}': 30, lag: 4 });
  await applyScaler({
    vetoes: [
      { name: 'lag', query: 'lag' },
      { name: 'silent', query: 'silent' },
    ],
  });
  const held = await bed.awaitScaler('the vetoes', isHeldBy('Veto/lag'));
  expect(held.status.decision?.held).toEqual(['Veto/lag', 'Veto/silent']);
  expect(conditionOf(held, 'Vetoed')).toMatchObject({ status: 'True' });
  await bed.measure({ 'load{cluster="cart"}': 30, lag: 0, silent: 0 });
  await awaitRedis(3);
});

test('an operator that takes over inside a stabilization window goes on with it', async () => {
  await makeRedis({ replicas: 6 });
  await measure(6);
  await applyScaler({ behavior: { scaleDown: { stabilizationWindowSeconds: 3600 } } });
  await bed.awaitScaler(
    'a recommendation of 6',
    ({ status }) => status.memory?.recommendations?.some(({ replicas }) => replicas === 6) === true,
  );
  await bed.stopOperator();
  await measure(3);
  bed.startOperator();
  const held = await bed.awaitScaler('the window', ({ status }) => status.decision?.proposed === 3);
  expect(held.status).toMatchObject({ summary: 'ScaleDownStabilized', desiredReplicas: 6 });
  await bed.awaitLooks();
  expect(await bed.sizeOf(resources.redisClusters, 'cart')).toBe(6);
});

test('a size that this operator has set, and did not live to write down, is no edit of a person', async () => {
  await makeRedis();
  await measure(5);
  await applyScaler();
  await awaitRedis(5);
  await bed.awaitScaler('the change', ({ status }) => status.lastChange?.to === 5);
  await bed.stopOperator();
  // As if it had died between the two writes.
  const memory = { status: { memory: { seenReplicas: 3 }, lastChange: null } };
  const path = { ...bed.ref('cart') };
  const scaler = await bed.read<AutoScaler>(resources.autoScalers, 'cart');
  const status = { ...scaler?.status, memory: { ...scaler?.status.memory, ...memory.status.memory } };
  await bed
    .admin()
    .applyStatus(
      resources.autoScalers,
      { apiVersion: 'dataservices.dev/v1alpha1', kind: 'AutoScaler', metadata: path, ...{ status } },
      { fieldManager: 'dataservices-autoscaler' },
    );
  bed.startOperator();
  const after = await bed.awaitScaler('a look', (one) => one.status.memory?.seenReplicas === 5);
  expect(after.status.memory?.manualEdit).toBeUndefined();
  expect(after.status.lastChange).toMatchObject({ from: 3, to: 5 });
});

test('a dry run decides and changes nothing; a spec change decides within a second', async () => {
  await makeRedis();
  await measure(5);
  await bed.stopOperator();
  bed.startOperator({ periodMs: 3_600_000 });
  await applyScaler({ mode: 'DryRun' });
  await bed.awaitScaler('the dry run', isHeldBy('DryRun'));
  expect(await bed.sizeOf(resources.redisClusters, 'cart')).toBe(3);
  const startMs = performance.now();
  await applyScaler({ mode: 'Auto' });
  await awaitRedis(5);
  expect(performance.now() - startMs).toBeLessThan(1000);
});

test('sizes go up to the next allowed one, and down where a whole one fits', async () => {
  await makeRedis();
  await measure(4);
  await applyScaler({ sizes: { allowed: [3, 5, 7] } });
  await awaitRedis(5);
  await bed.settle('cart');
  // Until it is seen that 5 exist, the load of each of them counts as that of one of 3.
  const stays = await bed.awaitScaler('5 to be kept', ({ status }) => status.currentReplicas === 5 && status.decision?.proposed === 4);
  expect(stays.status.decision?.sentence).toBe('load asks for 4: stays at 5, the nearest of the allowed sizes.');
});

test('volumes grow with what they hold, once in a while, and stop at the largest size', async () => {
  await makeRedis({ replicas: 3, storage: { size: '10Gi' } });
  await bed.measure({ used: 0.9 });
  await applyScaler({ metrics: [], storage: { usedRatioQuery: 'used', maxSize: '20Gi', cooldownSeconds: 3600 } });
  const grown = await bed.awaitScaler('the growth', ({ status }) => status.storage?.size === '13Gi');
  expect(grown.status.storage).toMatchObject({ usedPercent: 90, lastGrowth: expect.any(String) });
  await bed.awaitLooks();
  const cart = await bed.read<StoredObject & { spec: { storage: { size: string } } }>(resources.redisClusters, 'cart');
  expect(cart?.spec.storage.size).toBe('13Gi');
  expect(await bed.events('StorageGrown')).toHaveLength(1);
});
