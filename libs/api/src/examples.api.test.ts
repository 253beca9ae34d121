import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { connect, type KubeClient, resourceOf } from '@dataservices/kube';
import type { StoredObject } from '@dataservices/plan';
import { installCrd, testNamespace } from '@dataservices/testing';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { parse } from 'yaml';
import { buildCrd } from './crd.ts';
import { kinds } from './kinds.ts';
import type { Parsed } from './parse.ts';
import { parseAutoScaler } from './parse-auto-scaler.ts';
import { parseKafkaCluster } from './parse-kafka-cluster.ts';
import { parseRabbitmqCluster } from './parse-rabbitmq-cluster.ts';
import { parseRedisCluster } from './parse-redis-cluster.ts';
import { parseZookeeperCluster } from './parse-zookeeper-cluster.ts';

const parsers: Readonly<Record<string, (object: unknown) => Parsed<unknown>>> = {
  AutoScaler: parseAutoScaler,
  KafkaCluster: parseKafkaCluster,
  RabbitmqCluster: parseRabbitmqCluster,
  RedisCluster: parseRedisCluster,
  ZookeeperCluster: parseZookeeperCluster,
};

const folder = join(import.meta.dirname, '../../../examples');
let kube: KubeClient;
let namespace = '';

beforeAll(async () => {
  kube = connect({ kubeconfig: inject('kubeconfigPath'), userAgent: 'api-test' });
  for (const kind of kinds) await installCrd(kube, buildCrd(kind));
  namespace = await testNamespace(kube, 'api');
}, 60_000);

afterAll(() => kube?.close());

const examples = readdirSync(folder).filter((name) => name.endsWith('.yaml'));

test('there are examples', () => {
  expect(examples).toEqual(expect.arrayContaining(['autoscaler.yaml', 'kafka.yaml', 'rabbitmq.yaml', 'redis.yaml', 'zookeeper.yaml']));
});

test.for(examples)('%s is accepted, and every field of it is one that exists', async (name, { onTestFinished }) => {
  const example = parse(readFileSync(join(folder, name), 'utf8'));
  const object = { ...example, metadata: { ...example.metadata, namespace } };
  const stored = await kube.create<StoredObject>(resourceOf(object), object);
  onTestFinished(async () => void (await kube.delete(resourceOf(object), stored.metadata)));
  expect(stored).toMatchObject({ spec: example.spec });
  expect(parsers[stored.kind]?.(stored)).toMatchObject({ ok: true });
});
