import { expect, test } from 'vitest';
import { targetView } from './target.ts';

const metadata = { name: 'cart', namespace: 'shop', uid: 'u', resourceVersion: '1', generation: 2 };
const redis = (settled: object | undefined) => ({
  apiVersion: 'dataservices.dev/v1alpha1',
  kind: 'RedisCluster',
  metadata,
  spec: { replicas: 3 },
  status: { conditions: settled === undefined ? [] : [{ type: 'Settled', message: 'm', reason: 'R', lastTransitionTime: '', ...settled }] },
});
const workload = (status: object, spec: object = {}) => ({
  apiVersion: 'apps/v1',
  kind: 'StatefulSet',
  metadata,
  spec: { replicas: 3, ...spec },
  status,
});
const whole = { observedGeneration: 2, replicas: 3, readyReplicas: 3, updatedReplicas: 3 };

test.for([
  ['a cluster that says so', redis({ status: 'True', observedGeneration: 2 }), true],
  ['a cluster that says it is not', redis({ status: 'False', observedGeneration: 2 }), false],
  ['a cluster that said so of an earlier generation', redis({ status: 'True', observedGeneration: 1 }), false],
  ['a cluster that said so of no generation', redis({ status: 'True' }), false],
  ['a cluster that says nothing', redis(undefined), false],
  ['a workload with all it asks for', workload(whole), true],
  ['a workload of an earlier generation', workload({ ...whole, observedGeneration: 1 }), false],
  ['a workload with one that is not ready', workload({ ...whole, readyReplicas: 2 }), false],
  ['a workload with one too many', workload({ ...whole, replicas: 4 }), false],
  ['a workload in a roll', workload({ ...whole, updatedReplicas: 1 }), false],
  ['a workload that others roll', workload({ ...whole, updatedReplicas: 1 }, { updateStrategy: { type: 'OnDelete' } }), true],
  ['a workload without a status', workload({}), false],
] as const)('%s is settled: %s', ([, object, isSettled]) => {
  expect(targetView(object).settled.holds).toBe(isSettled);
});

test('a size is our own only where our field manager owns it', () => {
  const owned = (manager: string, fieldsV1: Readonly<Record<string, unknown>>) => ({
    ...workload(whole),
    metadata: { ...metadata, managedFields: [{ manager, fieldsV1 }] },
  });
  const replicas = { 'f:spec': { 'f:replicas': {} } };
  expect(targetView(owned('dataservices-autoscaler', replicas)).isOwnSize).toBe(true);
  expect(targetView(owned('kubectl', replicas)).isOwnSize).toBe(false);
  expect(targetView(owned('dataservices-autoscaler', { 'f:spec': { 'f:storage': {} } })).isOwnSize).toBe(false);
});
