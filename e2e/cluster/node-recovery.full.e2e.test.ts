import { afterAll, beforeAll, expect, test } from 'vitest';
import { layoutOf, namespacePath } from './src/embedded/layout.ts';
import { openCluster, waitUntil } from './src/index.ts';
import { measureConnect, type Place, tryConnect } from './testing/network-probe.ts';
import { openProbe } from './testing/probe.ts';
import { workload } from './testing/probe-workload.ts';

const layout = layoutOf('selftest-recovery');
const { nodeFaults: faults, ...cluster } = openCluster({ name: layout.name });
if (faults === undefined) throw new Error('the embedded cluster can break its nodes');
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

test('a node whose kubelet hangs is NotReady, and its pods run on', async () => {
  await faults.freezeKubelet(3);
  await waitUntil(async () => !(await probe.isNodeReady('node3')), { what: 'node3 to be NotReady', timeoutMs: 60_000 });
  expect(await tryConnect(host, await probe.addressOn('node3'), port)).toBe(answers);

  await faults.thawKubelet(3);
  await waitUntil(() => probe.isNodeReady('node3'), { what: 'node3 to be Ready', timeoutMs: 60_000 });
  expect((await probe.podOn('node3')).status.containerStatuses?.[0]?.restartCount).toBe(0);
});

test('a node that is switched on again is healed of everything', async () => {
  await faults.slow(1, { delayMs: 400 });
  await faults.partitionFrom(['node1'], ['node2', 'node3']);
  await faults.freezeKubelet(1);
  await faults.heal(1);
  await probe.awaitMembers();
  const inTwo = await inside('node2');
  const one = await waitUntil(
    async () => {
      const address = await probe.addressOn('node1');
      return (await tryConnect(inTwo, address, port)) === answers && address;
    },
    { what: 'the pod on node1 to answer', timeoutMs: 60_000 },
  );
  expect(await measureConnect(inTwo, one, port)).toBeLessThan(790);
  expect((await cluster.status()).processes.map(({ name }) => name)).not.toContain('node1-slow-link');
});
