import { connect, type KubeClient, resources } from '@dataservices/kube';
import { installCrd, testNamespace } from '@dataservices/testing';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { rollBackRelease, upgradeRelease } from '../../../tools/chart/render-chart.ts';
import { buildCrd } from './crd.ts';
import { kinds } from './kinds.ts';

const kubeconfig = inject('kubeconfigPath');
const autoscaler = { max: 9, target: '50k' };
let kube: KubeClient;

beforeAll(async () => {
  kube = connect({ kubeconfig, userAgent: 'api-test' });
  await Promise.all(kinds.map((kind) => installCrd(kube, buildCrd(kind))));
}, 60_000);

afterAll(() => kube?.close());

/** A release of one instance, and what an AutoScaler would do to its size. */
async function newRelease() {
  const namespace = await testNamespace(kube, 'instances');
  const cart = { namespace, name: 'cart' };
  return {
    upgrade: (instance: object) =>
      upgradeRelease({ chart: 'dataservices-instances', kubeconfig, namespace, values: { redis: { cart: instance } } }),
    rollBack: () => rollBackRelease({ kubeconfig, namespace }),
    size: async () => (await kube.getScale(resources.redisClusters, cart))?.spec.replicas,
    scaleTo: (replicas: number) => kube.updateScale(resources.redisClusters, cart, { replicas }),
  };
}

test('the size of an instance with an AutoScaler is never given back, by an upgrade or a rollback', async () => {
  const { upgrade, rollBack, scaleTo, size } = await newRelease();
  upgrade({ size: 5, autoscaler });
  expect(await size()).toBe(3);
  await scaleTo(7);
  upgrade({ size: 5, cpu: '1', autoscaler });
  expect(await size()).toBe(7);
  rollBack();
  expect(await size()).toBe(7);
});

test('an instance keeps its size when it gets an AutoScaler, and what that makes of it', async () => {
  const { upgrade, scaleTo, size } = await newRelease();
  upgrade({ size: 5 });
  upgrade({ autoscaler });
  expect(await size()).toBe(5);
  await scaleTo(7);
  upgrade({ cpu: '1', autoscaler });
  expect(await size()).toBe(7);
  await scaleTo(5);
  upgrade({ cpu: '2', autoscaler });
  expect(await size()).toBe(5);
});

test('a size of 0 stops it, and it begins again with the size that is said', async () => {
  const { upgrade, scaleTo, size } = await newRelease();
  upgrade({ autoscaler });
  await scaleTo(7);
  upgrade({ size: 0, autoscaler });
  expect(await size()).toBe(0);
  upgrade({ cpu: '1', autoscaler });
  expect(await size()).toBe(0);
  upgrade({ size: 7, autoscaler });
  expect(await size()).toBe(7);
});
