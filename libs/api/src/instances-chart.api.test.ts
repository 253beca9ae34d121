import { connect, type KubeClient, resourceOf } from '@dataservices/kube';
import type { KubeObject, StoredObject } from '@dataservices/plan';
import { installCrd, testNamespace } from '@dataservices/testing';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { parseAllDocuments } from 'yaml';
import { everyInstance } from '../../../tools/chart/instance-values.ts';
import { renderChart } from '../../../tools/chart/render-chart.ts';
import { buildCrd } from './crd.ts';
import { kinds } from './kinds.ts';

let kube: KubeClient;
let namespace = '';

beforeAll(async () => {
  kube = connect({ kubeconfig: inject('kubeconfigPath'), userAgent: 'api-test' });
  await Promise.all(kinds.map((kind) => installCrd(kube, buildCrd(kind))));
  namespace = await testNamespace(kube, 'instances');
}, 60_000);

afterAll(() => kube?.close());

/** What the chart for instances gives, as the API server stores it. */
async function admitted(values: object): Promise<readonly (readonly [object, object])[]> {
  const documents = parseAllDocuments(renderChart({ chart: 'dataservices-instances', namespace, values }));
  const objects = documents.map((document) => document.toJS() as KubeObject & { readonly spec: object });
  return Promise.all(objects.map(async (object) => [object.spec, await kube.create<StoredObject>(resourceOf(object), object)] as const));
}

test('every instance is admitted, and nothing that it says is dropped', async () => {
  const stored = await admitted(everyInstance);
  const names = stored.map(([, { kind, metadata }]: readonly [object, Partial<StoredObject>]) => `${kind} ${metadata?.name}`);
  expect(names.sort()).toEqual([
    'AutoScaler busy-kafka',
    'AutoScaler busy-rabbitmq',
    'AutoScaler busy-redis',
    'AutoScaler busy-zookeeper',
    'KafkaCluster busy',
    'KafkaCluster cart',
    'KafkaCluster open',
    'RabbitmqCluster busy',
    'RabbitmqCluster cart',
    'RedisCluster busy',
    'RedisCluster cart',
    'RedisCluster small',
    'ZookeeperCluster busy',
    'ZookeeperCluster cart',
  ]);
  for (const [spec, object] of stored) expect(object).toMatchObject({ spec });
});

test('the longest name of a cluster leaves room for that of its AutoScaler', async () => {
  const stored = await admitted({ zookeeper: { ['z'.repeat(40)]: { autoscaler: { max: 5, target: 100 } } } });
  expect(stored.map(([, object]) => object)).toContainEqual(expect.objectContaining({ kind: 'AutoScaler' }));
});

test('what the definitions refuse is refused', async () => {
  await expect(admitted({ redis: { bad: { spec: { sentinel: { replicas: 99 } } } } })).rejects.toThrow('sentinel.replicas');
});
