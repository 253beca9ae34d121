import type { ZookeeperCluster } from '@dataservices/api';
import { resources } from '@dataservices/kube';
import { expect, test } from 'vitest';
import { formatSeconds } from '../../src/format-table.ts';
import { killContainer } from '../../src/kill-container.ts';
import { useScenario } from '../../src/scenario.ts';
import { finishZookeeperLoad, startZookeeperLoad, type ZookeeperLoad } from '../../src/zookeeper-load.ts';
import { applyZookeeper, awaitZookeeper, awaitZookeeperRest, readZookeeper, zookeeperPods } from '../../src/zookeeper-object.ts';
import { underZookeeperLoad } from '../../src/zookeeper-under-load.ts';

const { bed, namespace, figure } = useScenario('zookeeper-history');
const cart = { namespace, name: 'cart' };
const spec = { storage: { size: '1Gi' } };
let load: ZookeeperLoad;

const underLoad = (name: string, act: () => Promise<unknown>) => underZookeeperLoad(bed, { cluster: cart, load, name }, act);

test('clients write to a new ensemble', async () => {
  await applyZookeeper(bed, cart, { ...spec, replicas: 3 });
  await awaitZookeeperRest(bed, cart, 'its creation', 120_000);
  load = await startZookeeperLoad(bed, { cluster: cart, name: 'history' });
});

test('another leads within seconds when the leader is killed', async () => {
  const { leader = '' } = (await readZookeeper(bed, cart)).status;
  const gapMs = await underLoad('kill', async () => {
    await killContainer(bed, { namespace, name: leader }, 'zookeeper');
    await awaitZookeeperRest(bed, cart, 'the death of its leader');
  });
  figure('leader killed: longest gap between writes', formatSeconds(gapMs), '10 s');
  expect(gapMs).toBeLessThan(10_000);
});

test('a writer goes on while members join and leave, and no member restarts for it', async () => {
  const before = await zookeeperPods(bed, cart);
  const gapMs = await underLoad('scale', async () => {
    await applyZookeeper(bed, cart, { ...spec, replicas: 5 });
    await awaitZookeeperRest(bed, cart, 'growth to five');
    await applyZookeeper(bed, cart, { ...spec, replicas: 3 });
    await awaitZookeeperRest(bed, cart, 'shrinking to three');
  });
  figure('3 to 5 to 3: longest gap between writes', formatSeconds(gapMs), '10 s');
  expect(gapMs).toBeLessThan(10_000);
  const identify = (pods: typeof before) => pods.map(({ metadata }) => `${metadata.name} ${metadata.uid}`).sort();
  expect(identify(await zookeeperPods(bed, cart))).toEqual(identify(before));
});

test('a restart of all members, as asked for, costs an election', async () => {
  const gapMs = await underLoad('roll', async () => {
    await bed.kube.mergePatch(resources.zookeeperClusters, cart, { metadata: { annotations: { 'dataservices.dev/restart': 'once' } } });
    const isHandled = ({ status }: ZookeeperCluster) => status.requests?.at(-1)?.state === 'Handled';
    await awaitZookeeper(bed, cart, isHandled, { what: 'the restart to be done', timeoutMs: 180_000 });
    await awaitZookeeperRest(bed, cart, 'the restart');
  });
  figure('roll: longest gap between writes', formatSeconds(gapMs), '10 s');
  expect(gapMs).toBeLessThan(10_000);
});

test('nothing is lost, every session was kept, and what the clients saw has an order', async () => {
  const { lost, acknowledged, errors, registers, expiredSessions, verdict, verifyError } = await finishZookeeperLoad(load);
  const failed = Object.entries(errors).map(([error, count]) => `${error} ${count}`);
  figure('acknowledged writes lost', `${lost} of ${acknowledged}, failed: ${failed.join(', ') || 'none'}`, '0');
  figure('operations on registers', `${verdict.operations}, ${verdict.result}, of unknown end ${registers.unknown ?? 0}`, 'linearizable');
  expect({ lost, expiredSessions, verifyError }).toEqual({ lost: 0, expiredSessions: 0, verifyError: undefined });
  expect(registers.ok).toBeGreaterThan(100);
  expect(verdict).toMatchObject({ result: 'linearizable', registers: 3 });
});
