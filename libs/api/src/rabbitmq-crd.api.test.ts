import { connect, isKubeError, type KubeClient, resources } from '@dataservices/kube';
import type { KubeObject } from '@dataservices/plan';
import { installCrd, testNamespace } from '@dataservices/testing';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { badSpecs, goodSpecs, refusedSettings } from '../test/rabbitmq-cluster-cases.ts';
import { buildCrd } from './crd.ts';
import { parseRabbitmqCluster } from './parse-rabbitmq-cluster.ts';
import type { RabbitmqCluster } from './rabbitmq-cluster.ts';
import { rabbitmqClusterKind } from './rabbitmq-cluster-kind.ts';

let kube: KubeClient;
let namespace = '';
let created = 0;

beforeAll(async () => {
  kube = connect({ kubeconfig: inject('kubeconfigPath'), userAgent: 'api-test' });
  await installCrd(kube, buildCrd(rabbitmqClusterKind));
  namespace = await testNamespace(kube, 'api');
});

afterAll(() => kube?.close());

/** The stored object, or the server's refusal as text. Nothing of it is left behind. */
async function admit(spec?: object): Promise<RabbitmqCluster | string> {
  const metadata = { name: `case-${created++}`, namespace };
  const object: KubeObject = { apiVersion: 'dataservices.dev/v1alpha1', kind: 'RabbitmqCluster', metadata, ...{ spec } };
  try {
    const stored = await kube.create<RabbitmqCluster>(resources.rabbitmqClusters, object);
    await kube.delete(resources.rabbitmqClusters, stored.metadata);
    return stored;
  } catch (error) {
    if (isKubeError(error, 'Invalid')) return error.message;
    throw error;
  }
}

test('an empty object is a whole one, with the same defaults here and at the operator', async () => {
  const stored = await admit();
  const parsed = parseRabbitmqCluster(stored);
  expect(parsed).toMatchObject({ ok: true });
  expect(parsed.ok && parsed.value.spec).toEqual(typeof stored === 'string' ? undefined : stored.spec);
});

test.for(goodSpecs)('%s is admitted', async ([, spec]) => {
  expect(await admit(spec)).toMatchObject({ kind: 'RabbitmqCluster' });
});

test.for([...badSpecs, ...refusedSettings])('%s is refused, and the field is named', async ([, spec, field]) => {
  expect(await admit(spec)).toEqual(expect.stringContaining(field));
});
