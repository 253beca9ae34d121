import { describe, expect, test } from 'vitest';
import { badSpecs, goodSpecs, refusedSettings } from '../test/kafka-cluster-cases.ts';
import { lintSchema } from '../test/schema-lint.ts';
import { buildCrd } from './crd.ts';
import { kafkaClusterKind } from './kafka-cluster-kind.ts';
import { parseKafkaCluster } from './parse-kafka-cluster.ts';

const metadata = { name: 'cart', namespace: 'shop', uid: 'c0ffee', resourceVersion: '7', generation: 2 };
const stored = (spec?: unknown) => ({ apiVersion: 'dataservices.dev/v1alpha1', kind: 'KafkaCluster', metadata, spec });

describe('parseKafkaCluster', () => {
  test.for(goodSpecs)('accepts %s', ([, spec]) => {
    expect(parseKafkaCluster(stored(spec))).toMatchObject({ ok: true });
  });

  test.for([...badSpecs, ...refusedSettings])('refuses %s and names the field', ([, spec, field]) => {
    expect(parseKafkaCluster(stored(spec))).toMatchObject({ ok: false, message: expect.stringContaining(field) });
  });

  test('fills in every default where there is no spec at all', () => {
    expect(parseKafkaCluster(stored())).toMatchObject({
      ok: true,
      value: {
        spec: {
          replicas: 3,
          version: '4.3.1',
          controllers: { replicas: 3, storage: { size: '2Gi' } },
          rebalance: { mode: 'Full', maxMovesPerBroker: 5 },
        },
      },
    });
  });
});

test('every field of spec and status is described and bounded, and none takes whatever comes', () => {
  const { properties } = buildCrd(kafkaClusterKind).spec.versions[0]?.schema.openAPIV3Schema ?? {};
  expect(lintSchema(properties?.spec ?? {}, 'spec')).toEqual([]);
  expect(lintSchema(properties?.status ?? {}, 'status')).toEqual([]);
});
