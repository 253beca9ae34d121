import { connect, type KubeClient, type Resource } from '@dataservices/kube';
import type { KubeObject } from '@dataservices/plan';
import { testNamespace } from '@dataservices/testing';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { parseManifests } from '../../../tools/chart/manifest.ts';
import { renderChart, renderNotes } from '../../../tools/chart/render-chart.ts';

const deployments: Resource = { group: 'apps', version: 'v1', kind: 'Deployment', plural: 'deployments', isNamespaced: true };
const crds = { install: false };
/** Namespaces that nobody else has, so that what other tests install is no rival. */
const ours = { watchNamespaces: ['rivals-a', 'rivals-b'], operators: { kafka: false, autoscaler: false } };

let kube: KubeClient;
let standing: string;

beforeAll(async () => {
  kube = connect({ kubeconfig: inject('kubeconfigPath'), userAgent: 'api-test', rateLimit: 'none' });
  standing = await testNamespace(kube, 'releases');
  await kube.apply(deployments, deploymentOf(standing, ours), { fieldManager: 'api-test' });
});

function deploymentOf(namespace: string, values: object): KubeObject {
  const manifests = parseManifests(renderChart({ namespace, values: { crds, ...values } }));
  return manifests.find(({ kind }) => kind === 'Deployment') as unknown as KubeObject;
}

afterAll(async () => {
  await kube?.delete(deployments, { namespace: standing, name: 'dataservices-operator' });
  await kube?.close();
});

const render = (namespace: string, values: object) =>
  renderChart({ namespace, values: { crds, ...values }, kubeconfigPath: inject('kubeconfigPath') });

test.for([
  ['for all namespaces', {}],
  ['for one of its namespaces', { watchNamespaces: ['rivals-b', 'other'] }],
  ['with a process for each operator', { ...ours, layout: 'PerService' }],
] as const)('a second release %s is refused, and the first one named', ([, values]) => {
  expect(() => render('default', values)).toThrow(`${standing}/dataservices-operator runs the same operators`);
});

test.for([
  ['for other namespaces', { watchNamespaces: ['rivals-c'] }],
  ['with other operators', { watchNamespaces: ['rivals-a'], operators: { redis: false, zookeeper: false, rabbitmq: false } }],
] as const)('a second release %s is none of its business', ([, values]) => {
  expect(render('default', values)).toContain('kind: Deployment');
});

test('the release itself is upgraded', () => {
  expect(render(standing, ours)).toContain('kind: Deployment');
});

describe('in the namespace of another release', () => {
  const others = { watchNamespaces: ['rivals-d'] };
  let namespace: string;

  beforeAll(async () => {
    namespace = await testNamespace(kube, 'releases');
    const deployment = deploymentOf(namespace, ours);
    const metadata = { ...deployment.metadata, labels: { ...deployment.metadata.labels, 'app.kubernetes.io/instance': 'another' } };
    await kube.apply(deployments, { ...deployment, metadata }, { fieldManager: 'api-test' });
  }, 60_000);

  afterAll(() => kube.delete(deployments, { namespace, name: 'dataservices-operator' }));

  test('one that would wait for its Lease for ever is refused', () => {
    expect(() => render(namespace, others)).toThrow(`namespace ${namespace}: dataservices-operator of another release`);
  });

  test('one with Leases of its own is installed', () => {
    expect(render(namespace, { ...others, layout: 'PerService' })).toContain('kind: Deployment');
  });
});

test.for([
  ['Redis', { watchNamespaces: ['rivals-e'] }, 'kubectl --namespace rivals-e apply', 'kind: RedisCluster'],
  [
    'what is switched on',
    { watchNamespaces: ['rivals-e'], operators: { redis: false } },
    'kind: ZookeeperCluster',
    'describe zookeeperclusters.dataservices.dev cart',
  ],
] as const)('the notes show a first cluster of %s, where it is looked after', ([, values, ...shown]) => {
  const notes = renderNotes({ kubeconfig: inject('kubeconfigPath'), namespace: 'default', values: { crds, ...values } });
  for (const text of shown) expect(notes).toContain(text);
});

test('the notes of operators without a service show no cluster', () => {
  const operators = { redis: false, zookeeper: false, rabbitmq: false, kafka: false };
  const notes = renderNotes({
    kubeconfig: inject('kubeconfigPath'),
    namespace: 'default',
    values: { crds, watchNamespaces: ['rivals-e'], operators },
  });
  expect(notes).toContain('rollout status deployment/dataservices-operator');
  expect(notes).not.toContain('kind:');
});
