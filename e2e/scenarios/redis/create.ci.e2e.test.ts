import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { formatSeconds } from '../../src/format-table.ts';
import { expectNoLeaks } from '../../src/leaked-secrets.ts';
import { listPods } from '../../src/pod.ts';
import { awaitRest, conditionOf, readRedis } from '../../src/redis-object.ts';
import { awaitServices, dataPods, podsBehind, readBinding, sentinelPods } from '../../src/redis-objects-of.ts';
import { repository } from '../../src/results-folder.ts';
import { useScenario } from '../../src/scenario.ts';

const scenario = useScenario('redis-create');
const { bed, namespace, figure } = scenario;
const cluster = { namespace, name: 'cart' };

describe('examples/redis.yaml', () => {
  test('becomes a whole cluster', async () => {
    const startMs = performance.now();
    await bed.cluster.kubectl(['apply', '--namespace', namespace, '--filename', join(repository, 'examples/redis.yaml')]);
    await awaitRest(bed, cluster, 'its creation', 120_000);
    figure('apply to Ready and Settled', formatSeconds(performance.now() - startMs), '120 s');
  });

  test('says so in its status', async () => {
    const { status } = await readRedis(bed, cluster);
    expect(status).toMatchObject({ version: '8.0.2', replicas: 3, readyReplicas: 3, binding: { name: 'cart-redis-binding' } });
    expect(status.clusterId).toMatch(/^\S+$/);
    expect(status.operation).toBeUndefined();
    const members = status.members ?? [];
    expect(members.filter(({ role }) => role === 'master').map(({ name }) => name)).toEqual([status.leader]);
    expect(members.filter(({ role }) => role === 'replica')).toHaveLength(2);
    expect(members.filter(({ role }) => role === 'sentinel')).toHaveLength(3);
    expect(members.every(({ ready }) => ready)).toBe(true);
  });

  test('has the conditions of a finished object', async () => {
    const found = await readRedis(bed, cluster);
    for (const type of ['Available', 'MembersReady', 'Settled', 'Ready'])
      expect(conditionOf(found, type)).toMatchObject({ status: 'True' });
    for (const type of ['Reconciling', 'Stalled']) expect(conditionOf(found, type)).toMatchObject({ status: 'False' });
  });

  test('is spread over the nodes', async () => {
    for (const pods of [await dataPods(bed, cluster), await sentinelPods(bed, cluster)]) {
      expect(new Set(pods.map(({ spec }) => spec.nodeName)).size).toBe(3);
    }
  });

  test('has Services that lead to the master, to the replicas, and to the sentinels', async () => {
    await awaitServices(bed, cluster);
    expect(await podsBehind(bed, namespace, 'cart-redis-sentinel')).toHaveLength(3);
  });

  test('binds an application with all that it needs', async () => {
    expect(await readBinding(bed, cluster)).toMatchObject({
      type: 'redis',
      provider: 'dataservices',
      host: `cart-redis.${namespace}.svc.cluster.local`,
      port: '6379',
      username: 'app',
      password: expect.stringMatching(/^\S{16,}$/),
      'sentinel.master': expect.stringMatching(/\S/),
      'sentinel.nodes': expect.stringMatching(/^([^,]+:26379,){2}[^,]+:26379$/),
    });
  });

  test('is measured by an exporter in each member', async () => {
    for (const { metadata } of await dataPods(bed, cluster)) {
      const metrics = await bed.podHttp.getText({ namespace, pod: metadata.name, port: 9121 }, '/metrics');
      expect(metrics.match(/^redis_up .*$/m)?.[0]).toBe('redis_up 1');
    }
  });

  test('runs without a single container restart', async () => {
    const restarts = (await listPods(bed.kube, namespace)).flatMap(({ status }) => status?.containerStatuses ?? []);
    expect(restarts.filter(({ restartCount }) => restartCount > 0)).toEqual([]);
  });
});

test('no password is in a log, an argument or an environment', () => expectNoLeaks(bed, namespace));
