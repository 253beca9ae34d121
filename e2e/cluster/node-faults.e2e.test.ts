import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { layoutOf, namespacePath } from './src/embedded/layout.ts';
import { openCluster } from './src/index.ts';
import { askApiVersion, measureConnect, type Place, resolveIn, tryConnect } from './testing/network-probe.ts';
import { openProbe } from './testing/probe.ts';
import { namespace, workload } from './testing/probe-workload.ts';

const layout = layoutOf('selftest-faults');
const { nodeFaults: faults, controlPlaneFaults: control, ...cluster } = openCluster({ name: layout.name });
if (faults === undefined || control === undefined) throw new Error('the embedded cluster can break its nodes and its control plane');
const probe = openProbe(cluster, layout);
const host = namespacePath(layout.hostNamespace);
// Nobody listens in these pods. It is the pod's own kernel that refuses, so the question arrived, and the answer came back.
const port = 4242;
const answers = 'ECONNREFUSED';

async function inside(node: string): Promise<Place> {
  return `/proc/${await probe.processOf(await probe.podOn(node))}/ns/net`;
}

beforeAll(async () => {
  await cluster.up();
  await cluster.kubectl(['apply', '--filename', '-'], JSON.stringify(workload()));
  await probe.awaitMembers();
});
afterAll(() => cluster.down());

test('a slow node is slow for the pods of others in each direction, until it is healed', async () => {
  const [inOne, inTwo, one, two, three] = await Promise.all([
    inside('node1'),
    inside('node2'),
    probe.addressOn('node1'),
    probe.addressOn('node2'),
    probe.addressOn('node3'),
  ]);
  await faults.slow(1, { delayMs: 400 });
  expect(await measureConnect(inOne, two, port)).toBeGreaterThan(790);
  expect(await measureConnect(inTwo, one, port)).toBeGreaterThan(790);
  expect(await measureConnect(inTwo, three, port)).toBeLessThan(790);

  await faults.slow(1, { lossPercent: 100 });
  expect(await tryConnect(inTwo, one, port)).toBe('silent');
  expect(await tryConnect(inTwo, three, port)).toBe(answers);

  await faults.healSlow(1);
  expect(await measureConnect(inTwo, one, port)).toBeLessThan(790);
  expect((await cluster.status()).processes.map(({ name }) => name)).not.toContain('node1-slow-link');
});

test('groups that are cut off from each other still reach everybody else', async () => {
  const [inOne, inTwo, inThree, one, two] = await Promise.all([
    inside('node1'),
    inside('node2'),
    inside('node3'),
    probe.addressOn('node1'),
    probe.addressOn('node2'),
  ]);
  const { metadata } = await probe.podOn('node1');
  await faults.partitionFrom([`${namespace}/${metadata.name}`], ['node2']);
  expect(await Promise.all([tryConnect(inOne, two, port), tryConnect(inTwo, one, port)])).toEqual(['silent', 'silent']);
  expect(await Promise.all([tryConnect(inThree, one, port), tryConnect(inThree, two, port), tryConnect(host, one, port)])).toEqual([
    answers,
    answers,
    answers,
  ]);
  expect(await askApiVersion(inOne, '10.96.0.1')).toBe('200');
  expect(await resolveIn(inOne, 'kubernetes.default.svc.cluster.local')).toBe('10.96.0.1');

  await faults.healPartitionFrom();
  expect(await tryConnect(inOne, two, port)).toBe(answers);
});

test('a place that does not exist is refused before anything is cut', async () => {
  await expect(faults.partitionFrom(['node1'], ['node9'])).rejects.toMatchObject({ code: 'UnknownPlace' });
  await expect(faults.partitionFrom([`${namespace}/nobody`], ['node2'])).rejects.toThrow('404');
  await expect(faults.slow(9, { delayMs: 1 })).rejects.toMatchObject({ code: 'UnknownNode' });
});

test('the name service is gone or hangs, and answers again', async () => {
  const inPod = await inside('node1');
  const ask = () => resolveIn(inPod, 'kubernetes.default.svc.cluster.local');
  await control.stop('dns');
  expect(await ask()).toBe('ECONNREFUSED');
  await expect(control.freeze('dns')).rejects.toMatchObject({ code: 'PartMissing' });
  await control.start('dns');
  expect(await ask()).toBe('10.96.0.1');
  await control.freeze('dns');
  expect(await ask()).toBe('ETIMEOUT');
  await control.thaw('dns');
  expect(await ask()).toBe('10.96.0.1');
});

test('the API server is gone while pods run on, and answers again', async () => {
  const [inOne, two] = [await inside('node1'), await probe.addressOn('node2')];
  await control.stop('api');
  expect(await tryConnect(inOne, '10.96.0.1', 443)).toBe(answers);
  expect(await tryConnect(inOne, two, port)).toBe(answers);
  await control.start('api');
  expect(await askApiVersion(inOne, '10.96.0.1')).toBe('200');
});

test('a port that is opened among the control plane is reached by pods', async () => {
  const server = await faults.listenInNetwork();
  const { port: opened, address } = server.address() as AddressInfo;
  const connected = once(server, 'connection');
  expect(await tryConnect(await inside('node1'), address, opened)).toBe('connected');
  const [socket] = await connected;
  socket.destroy();
  server.close();
});
