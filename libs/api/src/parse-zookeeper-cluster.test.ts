import { describe, expect, test } from 'vitest';
import { lintSchema } from '../test/schema-lint.ts';
import { badSpecs, goodSpecs, refusedSettings } from '../test/zookeeper-cluster-cases.ts';
import { buildCrd } from './crd.ts';
import { parseZookeeperCluster } from './parse-zookeeper-cluster.ts';
import { zookeeperClusterKind } from './zookeeper-cluster-kind.ts';

const metadata = { name: 'cart', namespace: 'shop', uid: 'c0ffee', resourceVersion: '7', generation: 2 };
const stored = (spec?: unknown) => ({ apiVersion: 'dataservices.dev/v1alpha1', kind: 'ZookeeperCluster', metadata, spec });

describe('parseZookeeperCluster', () => {
  test.for(goodSpecs)('accepts %s', ([, spec]) => {
    expect(parseZookeeperCluster(stored(spec))).toMatchObject({ ok: true });
  });

  test.for([...badSpecs, ...refusedSettings])('refuses %s and names the field', ([, spec, field]) => {
    expect(parseZookeeperCluster(stored(spec))).toMatchObject({ ok: false, message: expect.stringContaining(field) });
  });

  test('fills in every default where there is no spec at all', () => {
    expect(parseZookeeperCluster(stored())).toMatchObject({
      ok: true,
      value: { spec: { replicas: 3, version: '3.9.4', quorum: { maxVoters: 5, tickTimeMilliseconds: 2000 }, jvm: { heapPercent: 70 } } },
    });
  });
});

test('every field of spec and status is described and bounded, and none takes whatever comes', () => {
  const { properties } = buildCrd(zookeeperClusterKind).spec.versions[0]?.schema.openAPIV3Schema ?? {};
  expect(lintSchema(properties?.spec ?? {}, 'spec')).toEqual([]);
  expect(lintSchema(properties?.status ?? {}, 'status')).toEqual([]);
});
