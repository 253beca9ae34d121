import { describe, expect, test } from 'vitest';
import { badSpecs, goodSpecs, refusedSettings } from '../test/rabbitmq-cluster-cases.ts';
import { lintSchema } from '../test/schema-lint.ts';
import { buildCrd } from './crd.ts';
import { parseRabbitmqCluster } from './parse-rabbitmq-cluster.ts';
import { rabbitmqClusterKind } from './rabbitmq-cluster-kind.ts';

const metadata = { name: 'cart', namespace: 'shop', uid: 'c0ffee', resourceVersion: '7', generation: 2 };
const stored = (spec?: unknown) => ({ apiVersion: 'dataservices.dev/v1alpha1', kind: 'RabbitmqCluster', metadata, spec });

describe('parseRabbitmqCluster', () => {
  test.for(goodSpecs)('accepts %s', ([, spec]) => {
    expect(parseRabbitmqCluster(stored(spec))).toMatchObject({ ok: true });
  });

  test.for([...badSpecs, ...refusedSettings])('refuses %s and names the field', ([, spec, field]) => {
    expect(parseRabbitmqCluster(stored(spec))).toMatchObject({ ok: false, message: expect.stringContaining(field) });
  });

  test('fills in every default where there is no spec at all', () => {
    expect(parseRabbitmqCluster(stored())).toMatchObject({
      ok: true,
      value: { spec: { replicas: 3, version: '4.3.6', clustering: { classicQueuesOnScaleIn: 'Block', quorumQueueGroupSize: 3 } } },
    });
  });
});

test('every field of spec and status is described and bounded, and none takes whatever comes', () => {
  const { properties } = buildCrd(rabbitmqClusterKind).spec.versions[0]?.schema.openAPIV3Schema ?? {};
  expect(lintSchema(properties?.spec ?? {}, 'spec')).toEqual([]);
  expect(lintSchema(properties?.status ?? {}, 'status')).toEqual([]);
});
