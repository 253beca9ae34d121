import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { layoutOf } from './src/embedded/layout.ts';
import { loopDevicesBelow, readMountPointsBelow } from './src/embedded/mounts.ts';
import { openCluster, waitUntil } from './src/index.ts';
import { openProbe } from './testing/probe.ts';
import { namespace, workload } from './testing/probe-workload.ts';
import { type VolumeView, viewVolume } from './testing/volume-view.ts';

const layout = layoutOf('selftest-volumes');
const cluster = openCluster({ name: layout.name });
const { nodeFaults, volumeFaults: faults } = cluster;
if (nodeFaults === undefined || faults === undefined) throw new Error('the embedded cluster can break its nodes and volumes');
const probe = openProbe(cluster, layout);
const mebibyte = 2 ** 20;

async function volumeOn(node: string): Promise<VolumeView> {
  return viewVolume(await probe.processOf(await probe.podOn(node)));
}

async function claimOn(node: string): Promise<{ readonly namespace: string; readonly name: string }> {
  return { namespace, name: `data-${(await probe.podOn(node)).metadata.name}` };
}

/** Asks for more, as a user would. */
async function resize(claim: string, size: string): Promise<void> {
  const patch = JSON.stringify({ spec: { resources: { requests: { storage: size } } } });
  await cluster.kubectl(['--namespace', namespace, 'patch', 'pvc', claim, '--patch', patch]);
}

/** Returns when nothing of any volume is left but the folders that they were in. */
async function awaitNoVolumes(): Promise<void> {
  await waitUntil(() => loopDevicesBelow(layout.folder).length === 0, { what: 'the loop devices to be gone', timeoutMs: 60_000 });
  const folders = ['node1', 'node2', 'node3'].map((node) => join(layout.volumeFolder, node));
  expect([...readMountPointsBelow(layout.volumeFolder)].sort()).toEqual(folders);
  await waitUntil(() => folders.every((folder) => readdirSync(folder).length === 0), { what: 'the files to be gone', timeoutMs: 30_000 });
}

beforeAll(async () => {
  await cluster.up();
  await cluster.kubectl(['apply', '--filename', '-'], JSON.stringify(workload('growable')));
  await probe.awaitMembers();
});
afterAll(() => cluster.down());

test('a full volume refuses writes, and takes them again when it has room', async () => {
  const [volume, claim] = [await volumeOn('node1'), await claimOn('node1')];
  expect(await volume.write('before', mebibyte)).toBe('ok');
  await faults.fill(claim);
  expect(await volume.write('full', mebibyte)).toBe('ENOSPC');
  expect(await (await volumeOn('node2')).write('elsewhere', mebibyte)).toBe('ok');
  await faults.healFill(claim);
  expect(await volume.write('after', mebibyte)).toBe('ok');
});

test('a volume grows while it is in use, and a full one has room again', async () => {
  const [volume, claim] = [await volumeOn('node1'), await claimOn('node1')];
  const before = await volume.sizeBytes();
  expect(before).toBeLessThan(320 * mebibyte);
  await faults.fill(claim);
  await resize(claim.name, '1Gi');
  await cluster.kubectl([
    '--namespace',
    namespace,
    'wait',
    `pvc/${claim.name}`,
    '--for=jsonpath={.status.capacity.storage}=1Gi',
    '--timeout=30s',
  ]);
  expect(await volume.sizeBytes()).toBeGreaterThan(before + 650 * mebibyte);
  expect(await volume.write('grown', mebibyte)).toBe('ok');
  await faults.healFill(claim);
  const conditions = await cluster.kubectl([
    '--namespace',
    namespace,
    'get',
    'pvc',
    claim.name,
    '--output',
    'jsonpath={.status.conditions}',
  ]);
  expect(conditions).toBe('');
  expect((await probe.podOn('node1')).status.containerStatuses?.[0]?.restartCount).toBe(0);
});

test('a volume does not shrink', async () => {
  await expect(resize((await claimOn('node1')).name, '500Mi')).rejects.toThrow('can not be less than');
});

test('a frozen volume holds writes back until it is thawed', async () => {
  const [volume, claim] = [await volumeOn('node2'), await claimOn('node2')];
  await faults.freeze(claim);
  let isDone = false;
  const written = volume.write('frozen', mebibyte).finally(() => {
    isDone = true;
  });
  expect(await (await volumeOn('node3')).write('elsewhere', mebibyte)).toBe('ok');
  expect(isDone).toBe(false);
  await faults.thaw(claim);
  expect(await written).toBe('ok');
});

test('a volume without a file system of its own is never filled', async () => {
  const claim = { apiVersion: 'v1', kind: 'PersistentVolumeClaim', metadata: { namespace, name: 'unused' } };
  const spec = { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Mi' } } };
  await cluster.kubectl(['apply', '--filename', '-'], JSON.stringify({ ...claim, spec }));
  await expect(faults.fill({ namespace, name: 'unused' })).rejects.toMatchObject({ code: 'UnsuitableVolume' });
});

test('a node that loses its power while its volume is frozen comes back with its data', async () => {
  const [before, claim] = [await volumeOn('node2'), await claimOn('node2')];
  const size = await before.sizeBytes();
  expect(await before.write('kept', mebibyte)).toBe('ok');
  await faults.freeze(claim);
  await nodeFaults.kill(2);
  await nodeFaults.heal(2);
  await probe.awaitMembers();
  const after = viewVolume(await probe.processOf(await probe.podOn('node2'), '/data/kept'));
  expect(await after.sizeBytes()).toBe(size);
  expect(await after.write('after', mebibyte)).toBe('ok');
});

test('a deleted claim leaves no mount, no loop device and no file', async () => {
  expect(loopDevicesBelow(layout.folder).length).toBe(3);
  await cluster.kubectl(['--namespace', namespace, 'delete', 'statefulset/member', '--timeout=60s']);
  await cluster.kubectl(['--namespace', namespace, 'delete', 'pvc', '--all', '--timeout=60s']);
  await awaitNoVolumes();
});
