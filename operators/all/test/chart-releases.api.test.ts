import { connect, type KubeClient, type Resource } from '@dataservices/kube';
import type { KubeObject } from '@dataservices/plan';
import { testNamespace } from '@dataservices/testing';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { parseManifests } from '../../../tools/chart/manifest.ts';
import { renderChart } from '../../../tools/chart/render-chart.ts';

const deployments: Resource = { group: 'apps', version: 'v1', kind: 'Deployment', plural: 'deployments', isNamespaced: true };
const crds = { install: false };
/** Namespaces that nobody else has, so that what other tests install is no rival. */
const ours = { watchNamespaces: ['rivals-a', 'rivals-b'], operators: { kafka: false, autoscaler: false } };

let kube: KubeClient;
let standing: string;

beforeAll(async () => {
  kube = connect({ kubeconfig: inject('kubeconfigPath'), userAgent: 'api-test', rateLimit: 'none' });
  standing = await testNamespace(kube, 'releases');
  const manifests = parseManifests(renderChart({ namespace: standing, values: { crds, ...ours } }));
  const deployment = manifests.find(({ kind }) => kind === 'Deployment') as unknown as KubeObject;
  await kube.apply(deployments, deployment, { fieldManager: 'api-test' });
});

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
