import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { connect, type KubeClient, resources } from '@dataservices/kube';
import { installCrd, testNamespace } from '@dataservices/testing';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { parse } from 'yaml';
import { buildCrd } from './crd.ts';
import { parseRedisCluster } from './parse-redis-cluster.ts';
import type { RedisCluster } from './redis-cluster.ts';
import { redisClusterKind } from './redis-cluster-kind.ts';

const folder = join(import.meta.dirname, '../../../examples');
let kube: KubeClient;
let namespace = '';

beforeAll(async () => {
  kube = connect({ kubeconfig: inject('kubeconfigPath'), userAgent: 'api-test' });
  await installCrd(kube, buildCrd(redisClusterKind));
  namespace = await testNamespace(kube, 'api');
});

afterAll(() => kube?.close());

const examples = readdirSync(folder).filter((name) => /^redis.*\.yaml$/.test(name));

test('there are examples', () => {
  expect(examples).toContain('redis.yaml');
});

test.for(examples)('%s is accepted, and every field of it is one that exists', async (name, { onTestFinished }) => {
  const example = parse(readFileSync(join(folder, name), 'utf8'));
  const object = { ...example, metadata: { ...example.metadata, namespace } };
  const stored = await kube.create<RedisCluster>(resources.redisClusters, object);
  onTestFinished(async () => void (await kube.delete(resources.redisClusters, stored.metadata)));
  expect(stored).toMatchObject({ spec: example.spec });
  expect(parseRedisCluster(stored)).toMatchObject({ ok: true });
});
