import type { ZookeeperCluster } from '@dataservices/api';
import { expect, test } from 'vitest';
import { formatSeconds } from '../../src/format-table.ts';
import { provideImage } from '../../src/provide-image.ts';
import { useScenario } from '../../src/scenario.ts';
import { finishZookeeperLoad, startZookeeperLoad, type ZookeeperLoad } from '../../src/zookeeper-load.ts';
import { applyZookeeper, awaitZookeeper, awaitZookeeperRest, readZookeeper } from '../../src/zookeeper-object.ts';
import { underZookeeperLoad } from '../../src/zookeeper-under-load.ts';

const { bed, namespace, figure } = useScenario('zookeeper-upgrade');
const cart = { namespace, name: 'cart' };
const old = '3.8.3';
const next = '3.9.4';

let load: ZookeeperLoad;

const run = (version: string) => applyZookeeper(bed, cart, { storage: { size: '1Gi' }, version });
const underLoad = (name: string, act: () => Promise<unknown>) => underZookeeperLoad(bed, { cluster: cart, load, name }, act);

async function versions(): Promise<readonly (string | undefined)[]> {
  return (await readZookeeper(bed, cart)).status.members?.map(({ version }) => version) ?? [];
}

/** Returns when a member of this version does its part, and others are of another one. */
function awaitFirstOf(version: string): Promise<ZookeeperCluster> {
  const isHalf = ({ status }: ZookeeperCluster) => status.members?.some((member) => member.version === version && member.ready) === true;
  return awaitZookeeper(bed, cart, isHalf, { what: `the first member of ${version}`, timeoutMs: 120_000 });
}

test('clients write to an ensemble of the old version', async () => {
  await provideImage(bed, 'zookeeper-3.8');
  await run(old);
  expect((await awaitZookeeperRest(bed, cart, 'its creation', 150_000)).status.version).toBe(old);
  load = await startZookeeperLoad(bed, { cluster: cart, name: 'upgrade' });
}, 400_000);

test('an upgrade is taken back in the middle', async () => {
  const gapMs = await underLoad('taken-back', async () => {
    await run(next);
    expect((await awaitFirstOf(next)).status.version).toBe(old);
    await run(old);
    await awaitZookeeperRest(bed, cart, 'it was taken back', 180_000);
  });
  figure('upgrade taken back half-way: longest gap between writes', formatSeconds(gapMs), '10 s');
  expect(await versions()).toEqual([old, old, old]);
  expect(gapMs).toBeLessThan(10_000);
}, 400_000);

test('it is finished', async () => {
  const startMs = performance.now();
  const gapMs = await underLoad('upgraded', async () => {
    await run(next);
    await awaitZookeeperRest(bed, cart, 'the upgrade', 180_000);
  });
  figure(
    `upgrade ${old} to ${next}: longest gap between writes`,
    `${formatSeconds(gapMs)} in ${formatSeconds(performance.now() - startMs)}`,
    '10 s',
  );
  expect(await versions()).toEqual([next, next, next]);
  expect(gapMs).toBeLessThan(10_000);
}, 400_000);

test('and taken back afterwards: the old version reads what the new one wrote', async () => {
  const gapMs = await underLoad('downgraded', async () => {
    await run(old);
    await awaitZookeeperRest(bed, cart, 'the way back', 180_000);
  });
  figure('finished upgrade taken back: longest gap between writes', formatSeconds(gapMs), '20 s');
  expect(await versions()).toEqual([old, old, old]);
  expect(gapMs).toBeLessThan(20_000);
}, 400_000);

test('nothing is lost, every session was kept, and what the clients saw has an order', async () => {
  const { lost, expiredSessions, verdict, verifyError } = await finishZookeeperLoad(load);
  expect({ lost, expiredSessions, verifyError }).toEqual({ lost: 0, expiredSessions: 0, verifyError: undefined });
  expect(verdict).toMatchObject({ result: 'linearizable' });
}, 120_000);
