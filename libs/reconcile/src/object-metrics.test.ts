import type { StoredObject } from '@dataservices/plan';
import { Registry } from 'prom-client';
import { expect, test } from 'vitest';
import { objectMetrics } from './object-metrics.ts';

function objectWith(name: string, status: object, spec: object = {}): StoredObject {
  return {
    apiVersion: 'dataservices.dev/v1alpha1',
    kind: 'RedisCluster',
    metadata: { namespace: 'shop', name, uid: name, resourceVersion: '1' },
    ...{ spec, status },
  };
}

async function seriesOf(registry: Registry): Promise<readonly string[]> {
  return (await registry.metrics()).split('\n').filter((line) => line !== '' && !line.startsWith('#'));
}

test('every condition of every object is a series, until the object is gone', async () => {
  const registry = new Registry();
  const conditions = [
    { type: 'Ready', status: 'True' },
    { type: 'Settled', status: 'False' },
    { type: 'Available', status: 'Unknown' },
  ];
  let objects = [objectWith('cart', { conditions }), objectWith('fresh', {})];
  objectMetrics(registry)('RedisCluster', () => objects);
  expect(await seriesOf(registry)).toEqual([
    'operator_resource_condition{kind="RedisCluster",namespace="shop",name="cart",type="Ready"} 1',
    'operator_resource_condition{kind="RedisCluster",namespace="shop",name="cart",type="Settled"} 0',
    'operator_resource_condition{kind="RedisCluster",namespace="shop",name="cart",type="Available"} -1',
  ]);
  objects = [];
  expect(await seriesOf(registry)).toEqual([]);
});

test('an operation is a series for as long as it goes on', async () => {
  const registry = new Registry();
  let objects = [objectWith('cart', { operation: { rule: 'GrowReplicas' } })];
  objectMetrics(registry)('RedisCluster', () => objects);
  expect(await seriesOf(registry)).toEqual([
    'operator_resource_operation{kind="RedisCluster",namespace="shop",name="cart",operation="GrowReplicas"} 1',
  ]);
  objects = [objectWith('cart', {})];
  expect(await seriesOf(registry)).toEqual([]);
});

test('the size that is asked for is a series, also of an object that nobody has looked at yet', async () => {
  const registry = new Registry();
  const objects = [objectWith('cart', {}, { replicas: 3 }), objectWith('stopped', {}, { replicas: 0 }), objectWith('scaler', {})];
  objectMetrics(registry)('RedisCluster', () => objects);
  expect(await seriesOf(registry)).toEqual([
    'operator_resource_desired_replicas{kind="RedisCluster",namespace="shop",name="cart"} 3',
    'operator_resource_desired_replicas{kind="RedisCluster",namespace="shop",name="stopped"} 0',
  ]);
});

test('from when until when its certificate is good is two series of a cluster that has one', async () => {
  const registry = new Registry();
  const certificate = { notBefore: '2026-01-01T00:00:00.000Z', notAfter: '2026-04-01T00:00:00.000Z' };
  const objects = [objectWith('cart', { certificate }), objectWith('plain', {}), objectWith('odd', { certificate: { notAfter: 'soon' } })];
  objectMetrics(registry)('RedisCluster', () => objects);
  expect(await seriesOf(registry)).toEqual([
    'operator_certificate_not_before_timestamp_seconds{kind="RedisCluster",namespace="shop",name="cart"} 1767225600',
    'operator_certificate_expiry_timestamp_seconds{kind="RedisCluster",namespace="shop",name="cart"} 1775001600',
  ]);
});
