import { join } from 'node:path';
import { resources } from '@dataservices/kube';
import { describe, expect, test } from 'vitest';
import { formatSeconds } from '../../src/format-table.ts';
import { expectNoLeaks } from '../../src/leaked-secrets.ts';
import { repository } from '../../src/results-folder.ts';
import { useScenario } from '../../src/scenario.ts';
import { applyZookeeper, awaitZookeeper, awaitZookeeperRest, readZookeeper, zookeeperPods } from '../../src/zookeeper-object.ts';

const scenario = useScenario('zookeeper-create');
const { bed, namespace, figure } = scenario;
const cart = { namespace, name: 'cart' };
const resize = (replicas: number) => applyZookeeper(bed, cart, { replicas, storage: { size: '1Gi' } });

async function uids(): Promise<ReadonlyMap<string, string>> {
  return new Map((await zookeeperPods(bed, cart)).map(({ metadata }) => [metadata.name, metadata.uid]));
}

describe('examples/zookeeper.yaml', () => {
  test('becomes a whole ensemble', async () => {
    const startMs = performance.now();
    await bed.cluster.kubectl(['apply', '--namespace', namespace, '--filename', join(repository, 'examples/zookeeper.yaml')]);
    const { status } = await awaitZookeeperRest(bed, cart, 'its creation', 120_000);
    figure('apply to Ready and Settled', formatSeconds(performance.now() - startMs), '120 s');
    expect(status).toMatchObject({ version: '3.9.4', readyReplicas: 3, ensemble: { origin: 'Founded', formed: true } });
    expect(status.members?.map(({ role }) => role).sort()).toEqual(['follower', 'follower', 'leader']);
  });

  test('is spread over the nodes, and measured on port 7000', async () => {
    const pods = await zookeeperPods(bed, cart);
    expect(new Set(pods.map(({ spec }) => spec.nodeName)).size).toBe(3);
    for (const { metadata } of pods) {
      const metrics = await bed.podHttp.getText({ namespace, pod: metadata.name, port: 7000 }, '/metrics');
      expect(metrics).toMatch(/^quorum_size 3/m);
    }
  });
});

describe('a member', () => {
  test('that leads is lost: another leads, and it comes back', async () => {
    const { status } = await readZookeeper(bed, cart);
    const [leader = '', startMs] = [status.leader, performance.now()];
    await bed.kube.delete(resources.pods, { namespace, name: leader }, { gracePeriodSeconds: 0 });
    await awaitZookeeper(bed, cart, (cluster) => cluster.status.leader !== leader, { what: 'another leader', timeoutMs: 30_000 });
    figure('leader lost to the next one in the status', formatSeconds(performance.now() - startMs), '30 s');
    await awaitZookeeperRest(bed, cart, 'the loss of its leader');
  });

  test('is lost with its volume: it copies from the others, and nobody founds anything', async () => {
    const { status } = await readZookeeper(bed, cart);
    await bed.kube.delete(resources.persistentVolumeClaims, { namespace, name: 'data-cart-zookeeper-0' });
    await bed.kube.delete(resources.pods, { namespace, name: 'cart-zookeeper-0' }, { gracePeriodSeconds: 0 });
    const isLost = (cluster: typeof status) => cluster.members?.find(({ name }) => name === 'cart-zookeeper-0')?.ready === false;
    await awaitZookeeper(bed, cart, (cluster) => isLost(cluster.status), { what: 'the loss to be seen', timeoutMs: 30_000 });
    const after = await awaitZookeeperRest(bed, cart, 'the loss of a volume');
    expect(after.status).toMatchObject({ clusterId: status.clusterId, ensemble: status.ensemble });
  });
});

describe('members', () => {
  test('join without a restart of the others', async () => {
    const before = await uids();
    const startMs = performance.now();
    await resize(5);
    const { status } = await awaitZookeeperRest(bed, cart, 'growth to five');
    figure('3 to 5, until settled', formatSeconds(performance.now() - startMs), '90 s');
    expect(status.members?.filter(({ role }) => role === 'observer')).toEqual([]);
    for (const [name, uid] of before) expect([name, (await uids()).get(name)]).toEqual([name, uid]);
  });

  test('leave, and an even size has an observer', async () => {
    await resize(2);
    const { status } = await awaitZookeeperRest(bed, cart, 'shrinking to two');
    expect(status.members?.map(({ role }) => role)).toEqual(['leader', 'observer']);
  });

  test('stop at 0 and are back, those that had left with what they held set aside', async () => {
    await resize(0);
    const stopped = (cluster: Awaited<ReturnType<typeof readZookeeper>>) => cluster.status.summary === 'Stopped';
    await awaitZookeeper(bed, cart, stopped, { what: 'the stop', timeoutMs: 60_000 });
    await resize(3);
    const { status } = await awaitZookeeperRest(bed, cart, 'the stop');
    expect(status.members?.map(({ role }) => role).sort()).toEqual(['follower', 'follower', 'leader']);
    const log = await bed.cluster.kubectl(['logs', '--namespace', namespace, 'cart-zookeeper-2']);
    expect(log).toContain('setting aside');
  });
});

test('no password is in a log, an argument or an environment', () => expectNoLeaks(bed, namespace));
