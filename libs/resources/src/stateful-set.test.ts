import { expect, test } from 'vitest';
import { statefulSet } from './stateful-set.ts';

const template = { metadata: { labels: { a: 'b' }, annotations: {} }, spec: { containers: [] } };
const input = { metadata: { name: 'cart' }, replicas: 3, serviceName: 'nodes', selector: { a: 'b' }, template };

test('only the operator replaces pods and deletes volumes', () => {
  expect(statefulSet(input).spec).toMatchObject({
    updateStrategy: { type: 'OnDelete' },
    podManagementPolicy: 'Parallel',
    persistentVolumeClaimRetentionPolicy: { whenDeleted: 'Retain', whenScaled: 'Retain' },
  });
});

test('without a claim there are no volumes of its own', () => {
  expect(statefulSet(input).spec).not.toHaveProperty('volumeClaimTemplates');
});

test('a claim keeps its annotations, which carry the identity of the data', () => {
  const claim = { name: 'data', labels: {}, annotations: { id: 'x' }, size: '1Gi', className: 'fast', owners: [] };
  expect(statefulSet({ ...input, claim }).spec).toMatchObject({
    volumeClaimTemplates: [
      { metadata: { annotations: { id: 'x' } }, spec: { storageClassName: 'fast', resources: { requests: { storage: '1Gi' } } } },
    ],
  });
});
