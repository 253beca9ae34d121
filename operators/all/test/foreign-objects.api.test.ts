import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildCrd, kinds } from '@dataservices/api';
import { connect, type KubeClient, type Resource, resources } from '@dataservices/kube';
import { installCrd, testNamespace, waitFor } from '@dataservices/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type ControlPlane, startControlPlane } from '../../../e2e/cluster/src/control-plane.ts';
import { type OperatorProcess, startOperatorProcess } from './operator-process.ts';

const isFull = process.env.DATASERVICES_E2E_TIER === 'full';

/** Of each kind as many and as large as a namespace of somebody else may have; an annotation holds 256 KiB at the most. */
const foreign = [
  { resource: resources.configMaps, count: isFull ? 1_000 : 90, bytes: 950_000 },
  { resource: resources.secrets, count: isFull ? 200 : 20, bytes: 700_000 },
  { resource: resources.pods, count: isFull ? 200 : 40, bytes: 250_000 },
  { resource: resources.services, count: isFull ? 200 : 20, bytes: 250_000 },
];
const foreignMiB = foreign.reduce((sum, { count, bytes }) => sum + count * bytes, 0) / 2 ** 20;

/** What the same process has more from one time to the next, and less than a tenth of what is there. */
const noiseMiB = 10;

let folder = '';
let controlPlane: ControlPlane;
let kube: KubeClient;
let operator: OperatorProcess | undefined;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'dataservices-foreign-'));
  controlPlane = await startControlPlane({ folder });
  kube = connect({ kubeconfig: controlPlane.kubeconfigPath, userAgent: 'api-test', rateLimit: 'none', requestTimeoutMs: 120_000 });
  for (const kind of kinds) await installCrd(kube, buildCrd(kind));
}, 120_000);

afterAll(async () => {
  await operator?.stop();
  await kube.close();
  await controlPlane.stop();
  await rm(folder, { recursive: true });
});

/** Starts all operators for all namespaces, has them make a cluster, and says how much is alive in them afterwards, in MiB. */
async function memoryAtWork(): Promise<number> {
  operator = await startOperatorProcess(controlPlane.kubeconfigPath);
  await makeCluster();
  return operator.liveMiB();
}

async function makeCluster(): Promise<void> {
  const namespace = await testNamespace(kube, 'shop');
  const cluster = { apiVersion: 'dataservices.dev/v1alpha1', kind: 'ZookeeperCluster', metadata: { name: 'cart', namespace } };
  await kube.create(resources.zookeeperClusters, { ...cluster, ...{ spec: {} } });
  const isMade = async () => (await kube.get(resources.statefulSets, { namespace, name: 'cart-zookeeper' })) !== undefined;
  await waitFor('the cluster', isMade, { timeoutMs: 60_000 });
}

async function makeForeignObjects(): Promise<void> {
  const namespace = await testNamespace(kube, 'foreign');
  const makeAll = async ({ resource, count, bytes }: (typeof foreign)[number]) => {
    for (let at = 0; at < count; at += 1) await kube.create(resource, foreignObject(resource, { namespace, name: `foreign-${at}` }, bytes));
  };
  await Promise.all(foreign.map(makeAll));
}

function foreignObject(
  { version, kind }: Resource,
  { namespace, name }: { readonly namespace: string; readonly name: string },
  bytes: number,
) {
  const text = `${name} `.repeat(Math.ceil(bytes / (name.length + 1))).slice(0, bytes);
  const metadata = { namespace, name };
  if (kind === 'ConfigMap') return { apiVersion: version, kind, metadata, ...{ data: { text } } };
  if (kind === 'Secret') return { apiVersion: version, kind, metadata, ...{ stringData: { text } } };
  const spec = kind === 'Pod' ? { containers: [{ name: 'one', image: 'one' }] } : { ports: [{ port: 80 }] };
  return { apiVersion: version, kind, metadata: { ...metadata, annotations: { text } }, ...{ spec } };
}

test('objects of others are not kept, neither those that are there nor those that come', { timeout: 1_200_000 }, async () => {
  const alone = await memoryAtWork();
  await makeForeignObjects();
  await makeCluster();
  expect(await operator?.liveMiB()).toBeLessThan(alone + noiseMiB);
  await operator?.stop();
  // Whoever begins with a list of everything has all of it in memory at once.
  expect(await memoryAtWork()).toBeLessThan(alone + noiseMiB);
  expect(foreignMiB).toBeGreaterThan(10 * noiseMiB);
});
