import { describe, expect, test } from 'vitest';
import { dataIdentity, foreignVolumes } from './data-identity.ts';
import { aClaim } from './testing/samples.ts';

const claims = [aClaim(0), aClaim(1, { clusterId: 'claimed' })];
const set = { spec: { template: { metadata: { annotations: { 'dataservices.dev/cluster-id': 'made' } } } } };

describe('dataIdentity', () => {
  test.for([
    ['recorded', { recorded: 'recorded', claims, set }, 'recorded'],
    ['created again: that of the volumes', { recorded: undefined, claims, set }, 'claimed'],
    ['between the StatefulSet and its first volume', { recorded: undefined, claims: [], set }, 'made'],
    ['new', { recorded: undefined, claims: [], set: undefined }, 'fresh'],
  ] as const)('%s', ([, input, expected]) => {
    expect(dataIdentity({ ...input, fresh: 'fresh' })).toBe(expected);
  });
});

describe('foreignVolumes', () => {
  test('none where all agree, or say nothing', () => {
    expect(foreignVolumes(claims, 'claimed')).toBeUndefined();
  });

  test('names those of another cluster, and the remedy', () => {
    expect(foreignVolumes(claims, 'other')).toMatch(/^volumes data-cart-redis-1 belong to another cluster; delete/);
  });
});
