import { existsSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { processesInCgroup } from './src/embedded/cgroups.ts';
import { layoutOf, namespacePath } from './src/embedded/layout.ts';
import { readLedger } from './src/embedded/ledger.ts';
import { loopDevicesBelow } from './src/embedded/mounts.ts';
import { killProcesses } from './src/embedded/process-table.ts';
import { openCluster, printedProgress, waitUntil } from './src/index.ts';
import { askApiVersion, resolveIn, tryConnect } from './testing/network-probe.ts';
import { openProbe } from './testing/probe.ts';
import { namespace, podNames, workload } from './testing/probe-workload.ts';
import { findTraces, networksOf } from './testing/traces.ts';

const layout = layoutOf('selftest');
const cluster = openCluster({ name: layout.name });
const host = namespacePath(layout.hostNamespace);
const { pods: readPods, podOn, isNodeReady, awaitMembers } = openProbe(cluster, layout);

beforeAll(() => cluster.up());
afterAll(() => cluster.down());

describe('a cluster that is up', () => {
  beforeAll(async () => {
    await cluster.kubectl(['apply', '--filename', '-'], JSON.stringify(workload('growable')));
    await awaitMembers();
  });

  test('runs pods with volumes, one on each node', async () => {
    const pods = await readPods();
    expect(pods.map(({ spec }) => spec.nodeName).sort()).toEqual(['node1', 'node2', 'node3']);
    const claims = await cluster.kubectl(['--namespace', namespace, 'get', 'pvc', '--output', 'jsonpath={.items[*].status.phase}']);
    expect(claims).toBe('Bound Bound Bound');
  });

  test('resolves the names of Services and of single pods', async () => {
    const pods = await readPods();
    const addresses = pods.map(({ status }) => status.podIP ?? '').sort();
    expect(await resolveIn(host, `member.${namespace}.svc.cluster.local`)).toBe(addresses.join(' '));
    for (const name of podNames) {
      const pod = pods.find(({ metadata }) => metadata.name === name);
      expect(await resolveIn(host, `${name}.member.${namespace}.svc.cluster.local`)).toBe(pod?.status.podIP);
    }
    expect(await resolveIn(host, `nobody.${namespace}.svc.cluster.local`)).toBe('ENOTFOUND');
  });

  test('lets pods reach the API server, DNS, each other and Services', async () => {
    const pod = processesInCgroup(layout.prefix)[0];
    const inPod = `/proc/${pod?.pid}/ns/net`;
    expect(await askApiVersion(inPod, '10.96.0.1')).toBe('200');
    const service = await resolveIn(inPod, `member-any.${namespace}.svc.cluster.local`);
    expect(service).toMatch(/^10\.96\./);
    // Nobody listens in these pods: it is the pod's own kernel that refuses, so the question arrived, and the answer came back.
    for (const address of [service, service, service, ...(await readPods()).map(({ status }) => status.podIP ?? '')]) {
      expect(await tryConnect(inPod, address, 4242)).toBe('ECONNREFUSED');
    }
  });

  test('survives a power cut of a node, and the node comes back with its pod and volume', async () => {
    const before = await podOn('node2');
    await cluster.nodeFaults?.kill(2);
    expect(await tryConnect(host, before.status.podIP ?? '', 4242)).not.toBe('ECONNREFUSED');
    await waitUntil(async () => !(await isNodeReady('node2')), { what: 'node2 to be NotReady', timeoutMs: 60_000 });
    expect(await isNodeReady('node1')).toBe(true);

    await cluster.nodeFaults?.heal(2);
    expect(await isNodeReady('node2')).toBe(true);
    await awaitMembers();
    const after = await podOn('node2');
    expect(after.metadata).toMatchObject({ name: before.metadata.name, uid: before.metadata.uid });
    expect(after.status.containerStatuses?.[0]?.restartCount).toBe(1);
    expect(await tryConnect(host, after.status.podIP ?? '', 4242)).toBe('ECONNREFUSED');
  });

  test('cuts a node off and connects it again without restarting its pod', async () => {
    const before = await podOn('node3');
    await cluster.nodeFaults?.partition(3);
    expect(await tryConnect(host, before.status.podIP ?? '', 4242)).not.toBe('ECONNREFUSED');
    await cluster.nodeFaults?.healPartition(3);
    await waitUntil(async () => (await tryConnect(host, before.status.podIP ?? '', 4242)) === 'ECONNREFUSED', {
      what: 'the pod to answer',
      timeoutMs: 30_000,
    });
    expect((await podOn('node3')).status.containerStatuses?.[0]?.restartCount).toBe(0);
  });

  test('can be used as one that somebody else made, which is never changed', async () => {
    const lines: string[] = [];
    const { kubeconfigPath } = cluster;
    const theirs = openCluster({
      kubeconfigPath,
      context: layout.name,
      registry: 'registry.example.com',
      progress: printedProgress((line) => lines.push(line)),
    });
    await theirs.up();
    // What was chosen is said before anything is asked.
    expect(lines[0]).toMatch(/the server https:\/\/127\.0\.0\.1:\d+/);
    expect(await theirs.status()).toMatchObject({ state: 'up', nodes: [{ zone: 'zone1' }, { zone: 'zone2' }, { zone: 'zone3' }] });
    expect([theirs.nodeFaults, theirs.volumeFaults]).toEqual([undefined, undefined]);
    expect(await theirs.kubectl(['get', 'namespace', namespace, '--output', 'name'])).toBe(`namespace/${namespace}\n`);
    await expect(theirs.loadImages(['any.tar'])).rejects.toMatchObject({ code: 'ImagesNotLoadable' });
    await theirs.down();
    expect((await cluster.status()).state).toBe('up');
    await expect(openCluster({ kubeconfigPath, context: 'nobody' }).up()).rejects.toThrow('nobody');
    await expect(openCluster({ kubeconfigPath: `${kubeconfigPath}.none` }).up()).rejects.toMatchObject({ code: 'KubeconfigUnusable' });
  });

  test('stays as it is when it is brought up again', async () => {
    const before = readLedger(layout);
    await cluster.up();
    expect(readLedger(layout)).toEqual(before);
  });

  test('refuses another number of nodes', async () => {
    await expect(openCluster({ name: layout.name, nodeCount: 1 }).up()).rejects.toThrow('is up with 3 nodes, not 1');
  });

  test('refuses to be taken for one that enforces NetworkPolicies', async () => {
    await expect(openCluster({ name: layout.name, networkPolicies: true }).up()).rejects.toThrow('does not enforce NetworkPolicies');
  });

  test('starts anew over what a killed run left', async () => {
    await cluster.volumeFaults?.freeze({ namespace, name: `data-${podNames[0]}` });
    const { processes = [] } = readLedger(layout) ?? {};
    await killProcesses(processes);
    expect((await cluster.status()).state).toBe('down');
    expect(loopDevicesBelow(layout.folder).length).toBe(3);
    await cluster.up();
    expect(loopDevicesBelow(layout.folder)).toEqual([]);
    expect((await cluster.status()).state).toBe('up');
    expect(await cluster.kubectl(['get', 'namespaces', '--output', 'name'])).not.toContain(namespace);
  });
});

describe('a cluster that is taken down', () => {
  test('leaves nothing behind', async () => {
    await cluster.kubectl(['apply', '--filename', '-'], JSON.stringify(workload('growable')));
    await awaitMembers();
    const networks = networksOf([layout.prefix, layout.folder]);
    // The control plane's, three nodes' and three pods': the search below is able to find what it looks for.
    expect(networks.size).toBeGreaterThanOrEqual(7);
    expect(findTraces(layout.prefix, networks).cgroups).not.toEqual([]);
    expect(findTraces(layout.folder, networks).loopFiles.length).toBe(3);
    await cluster.down();
    const nothing = { processes: [], namespaces: [], mounts: [], cgroups: [], networks: [], loopFiles: [] };
    expect(findTraces(layout.prefix, networks)).toEqual(nothing);
    expect(findTraces(layout.folder, networks)).toEqual(nothing);
    expect(existsSync(layout.folder)).toBe(false);
    expect((await cluster.status()).state).toBe('down');
  });

  test('may be taken down again', () => cluster.down());
});
