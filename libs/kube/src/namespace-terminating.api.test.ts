import { testNamespace } from '@dataservices/testing';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { connect, type KubeClient } from './client.ts';
import { type Resource, resources } from './resource.ts';
import type { RequestReport } from './send-request.ts';

const namespaces: Resource = { group: '', version: 'v1', kind: 'Namespace', plural: 'namespaces', isNamespaced: false };

let kube: KubeClient;
const reports: RequestReport[] = [];

beforeAll(() => {
  kube = connect({ kubeconfig: inject('kubeconfigPath'), userAgent: 'test', onRequest: (report) => reports.push(report) });
});
afterAll(() => kube.close());

test('nothing can be made in a namespace that is being deleted, and no permission is lacking', async () => {
  const namespace = await testNamespace(kube, 'terminating');
  // Nobody empties it here, so it goes on being deleted.
  await kube.delete(namespaces, { name: namespace });
  const configMap = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { namespace, name: 'late' } };
  await expect(kube.create(resources.configMaps, configMap)).rejects.toMatchObject({
    code: 'NamespaceTerminating',
    status: 403,
    retry: 'terminal',
  });
  expect(reports.at(-1)).toMatchObject({ code: '403', reason: 'NamespaceTerminating' });
});
