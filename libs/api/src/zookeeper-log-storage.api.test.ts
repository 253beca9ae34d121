import { connect, isKubeError, type KubeClient, resources } from '@dataservices/kube';
import { installCrd, testNamespace } from '@dataservices/testing';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { buildCrd } from './crd.ts';
import { zookeeperClusterKind } from './zookeeper-cluster-kind.ts';

let kube: KubeClient;
let namespace = '';

beforeAll(async () => {
  kube = connect({ kubeconfig: inject('kubeconfigPath'), userAgent: 'api-test' });
  await installCrd(kube, buildCrd(zookeeperClusterKind));
  namespace = await testNamespace(kube, 'log-storage');
}, 60_000);

afterAll(() => kube?.close());

/** The server's refusal as text; undefined where it takes the change. */
async function refusalOf(name: string, before: object, change: object): Promise<string | undefined> {
  const object = { apiVersion: 'dataservices.dev/v1alpha1', kind: 'ZookeeperCluster', metadata: { name, namespace }, ...{ spec: before } };
  await kube.create(resources.zookeeperClusters, object);
  try {
    await kube.mergePatch(resources.zookeeperClusters, { name, namespace }, { spec: change });
    return undefined;
  } catch (error) {
    if (isKubeError(error, 'Invalid')) return error.message;
    throw error;
  }
}

test.for([
  ['added', {}, { logStorage: {} }, 'neither added nor taken away'],
  ['removed', { logStorage: {} }, { logStorage: null }, 'neither added nor taken away'],
  ['reclassed', { logStorage: { className: 'a' } }, { logStorage: { className: 'b' } }, 'className is chosen at creation'],
] as const)('a log that is %s after creation is refused, and it says what to do', async ([name, before, change, text]) => {
  const refusal = await refusalOf(name, before, change);
  expect(refusal).toContain('spec.logStorage');
  expect(refusal).toContain(text);
  expect(refusal).toContain('make a new cluster');
});

test('its size may be changed, and taken back', async () => {
  expect(await refusalOf('grown', { logStorage: { size: '1Gi' } }, { logStorage: { size: '2Gi' } })).toBeUndefined();
});
