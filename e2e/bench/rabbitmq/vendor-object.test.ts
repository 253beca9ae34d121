import { expect, test } from 'vitest';
import { isVendorWhole, type VendorCluster, type VendorSet, vendorObject } from './vendor-object.ts';

const cluster = {
  ...vendorObject({ namespace: 'shop', name: 'cart' }, 3),
  metadata: { namespace: 'shop', name: 'cart', uid: 'a', resourceVersion: '1', generation: 2 },
  status: {
    observedGeneration: 2,
    conditions: [
      { type: 'AllReplicasReady', status: 'True' },
      { type: 'ReconcileSuccess', status: 'True' },
    ],
  },
} satisfies VendorCluster;

const set = {
  apiVersion: 'apps/v1',
  kind: 'StatefulSet',
  metadata: { namespace: 'shop', name: 'cart-server', uid: 'b', resourceVersion: '1', generation: 4 },
  spec: { replicas: 3 },
  status: { observedGeneration: 4, readyReplicas: 3, currentRevision: 'x', updateRevision: 'x' },
} satisfies VendorSet;

const changedSet = (status: object) => ({ ...set, status: { ...set.status, ...status } });

test('whole is what is ready, rolled out and rebalanced', () => {
  expect(isVendorWhole(cluster, set)).toBe(true);
});

test.for([
  ['no StatefulSet yet', cluster, undefined],
  ['a change that its controller has not seen', cluster, changedSet({ observedGeneration: 3 })],
  ['a pod that is not ready', cluster, changedSet({ readyReplicas: 2 })],
  ['a roll that is under way', cluster, changedSet({ updateRevision: 'y' })],
  ['a change that the operator has not seen', { ...cluster, metadata: { ...cluster.metadata, generation: 3 } }, set],
  ['a status of before', { ...cluster, status: { ...cluster.status, conditions: [] } }, set],
  [
    'leaders that are to be moved',
    { ...cluster, metadata: { ...cluster.metadata, annotations: { 'rabbitmq.com/queueRebalanceNeededAt': 'now' } } },
    set,
  ],
] as const)('not whole: %s', ([, of, by]) => {
  expect(isVendorWhole(of, by)).toBe(false);
});
