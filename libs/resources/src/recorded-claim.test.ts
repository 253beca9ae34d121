import type { OwnerReference } from '@dataservices/plan';
import { expect, test } from 'vitest';
import { recordedClaim } from './recorded-claim.ts';
import { statefulSet } from './stateful-set.ts';

const owner: OwnerReference = { apiVersion: 'dataservices.dev/v1alpha1', kind: 'RedisCluster', name: 'cart', uid: 'o' };

function set(claim?: { readonly size: string; readonly owners: readonly OwnerReference[] }) {
  return statefulSet({
    metadata: { name: 'cart' },
    replicas: 3,
    serviceName: 'cart',
    selector: {},
    template: { metadata: { labels: {}, annotations: {} }, spec: { containers: [] } },
    claim: claim && { name: 'data', labels: {}, annotations: {}, ...claim },
  });
}

test.for([
  ['none yet', undefined, { size: '2Gi', owners: [owner] }],
  ['one whose volumes nobody owned keeps its size, and has no owner', set({ size: '1Gi', owners: [] }), { size: '1Gi', owners: [] }],
  ['one whose volumes were owned', set({ size: '1Gi', owners: [owner] }), { size: '1Gi', owners: [owner] }],
  ['one without volumes', set(), { size: '2Gi', owners: [owner] }],
] as const)('%s', ([, stored, expected]) => {
  expect(recordedClaim(stored, { size: '2Gi', owners: [owner] })).toEqual(expected);
});
