import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect, type KubeClient, resources } from '@dataservices/kube';
import type { StoredObject } from '@dataservices/plan';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { ControlPlane } from '../control-plane.ts';
import { waitUntil } from '../wait-until.ts';
import { startSimulatedCluster } from './simulated-cluster.ts';

type Pod = StoredObject & {
  readonly spec: { readonly nodeName?: string };
  readonly status?: { readonly podIP?: string; readonly conditions?: readonly { readonly type: string; readonly status: string }[] };
};

const patience = { timeoutMs: 60_000, intervalMs: 100 };
const namespace = 'default';

let folder: string;
let cluster: ControlPlane;
let kube: KubeClient;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'simulated-'));
  cluster = await startSimulatedCluster({ folder });
  kube = connect({ kubeconfig: cluster.kubeconfigPath, userAgent: 'simulated-test' });
}, 90_000);

afterAll(async () => {
  await kube.close();
  await cluster.stop();
  await rm(folder, { recursive: true, force: true });
});

function statefulSet(replicas: number) {
  const labels = { app: 'web' };
  const container = { name: 'web', image: 'none', volumeMounts: [{ name: 'data', mountPath: '/data' }] };
  const claim = { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } };
  return {
    apiVersion: 'apps/v1',
    kind: 'StatefulSet',
    metadata: { name: 'web', namespace },
    spec: {
      replicas,
      serviceName: 'web',
      podManagementPolicy: 'Parallel',
      selector: { matchLabels: labels },
      template: { metadata: { labels }, spec: { containers: [container] } },
      volumeClaimTemplates: [{ metadata: { name: 'data' }, spec: claim }],
    },
  };
}

async function pods(): Promise<readonly Pod[]> {
  const { items } = await kube.list<Pod>(resources.pods, { namespace, labelSelector: 'app=web' });
  return items.filter(({ metadata }) => metadata.deletionTimestamp === undefined);
}

function awaitReady(count: number): Promise<readonly Pod[]> {
  const isReady = ({ status }: Pod) => status?.conditions?.some(({ type, status: value }) => type === 'Ready' && value === 'True') === true;
  return waitUntil(
    async () => {
      const found = await pods();
      return found.length === count && found.every(isReady) && found;
    },
    { what: `${count} ready pods`, ...patience },
  );
}

test('a StatefulSet gets pods with addresses on different nodes, and bound volumes', async () => {
  await kube.apply(resources.statefulSets, statefulSet(3), { fieldManager: 'test' });
  const ready = await awaitReady(3);
  expect(new Set(ready.map(({ status }) => status?.podIP)).size).toBe(3);
  expect(new Set(ready.map(({ spec }) => spec.nodeName)).size).toBe(3);
  const claims = await kube.list<StoredObject & { readonly status: object }>(resources.persistentVolumeClaims, { namespace });
  expect(claims.items.map(({ status }) => status)).toMatchObject(Array(3).fill({ phase: 'Bound', capacity: { storage: '1Gi' } }));
});

test('a pod that is deleted comes back with its name, and as another one', async () => {
  const [first] = await awaitReady(3);
  if (first === undefined) throw new Error('no pod');
  await kube.delete(resources.pods, first.metadata);
  await waitUntil(async () => (await pods()).every(({ metadata }) => metadata.uid !== first.metadata.uid), {
    what: 'it to go',
    ...patience,
  });
  expect((await awaitReady(3)).map(({ metadata }) => metadata.name)).toContain(first.metadata.name);
});

test('a set grows and shrinks', async () => {
  for (const replicas of [5, 1]) {
    await kube.apply(resources.statefulSets, statefulSet(replicas), { fieldManager: 'test' });
    await awaitReady(replicas);
  }
});

test('when it is stopped, no process of it is left', async () => {
  const other = join(folder, 'other');
  const second = await startSimulatedCluster({ folder: other, nodes: 1 });
  expect((await processesNaming(other)).length).toBeGreaterThanOrEqual(5);
  await second.stop();
  expect(await processesNaming(other)).toEqual([]);
}, 90_000);

async function processesNaming(text: string): Promise<readonly string[]> {
  const pids = (await readdir('/proc')).filter((entry) => /^\d+$/.test(entry));
  const commands = await Promise.all(pids.map((pid) => readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')));
  return commands.filter((command) => command.includes(text));
}
