import { installCrd, testNamespace } from '@dataservices/testing';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { connect, type KubeClient } from './client.ts';
import { type Resource, resources } from './resource.ts';

const rafts: Resource = { group: 'scaling.dataservices.dev', version: 'v1', kind: 'Raft', plural: 'rafts', isNamespaced: true };

const integer = { type: 'integer' };
const object = (properties: object) => ({ type: 'object', properties });
const definition = {
  apiVersion: 'apiextensions.k8s.io/v1',
  kind: 'CustomResourceDefinition',
  metadata: { name: `${rafts.plural}.${rafts.group}` },
  spec: {
    group: rafts.group,
    names: { kind: rafts.kind, plural: rafts.plural },
    scope: 'Namespaced',
    versions: [
      {
        name: rafts.version,
        served: true,
        storage: true,
        subresources: {
          status: {},
          scale: { specReplicasPath: '.spec.members', statusReplicasPath: '.status.members', labelSelectorPath: '.status.selector' },
        },
        schema: {
          openAPIV3Schema: object({
            spec: object({ members: { ...integer, minimum: 1 }, size: integer }),
            status: object({ members: integer, selector: { type: 'string' } }),
          }),
        },
      },
    ],
  },
};

let kube: KubeClient;
let namespace: string;

beforeAll(async () => {
  kube = connect({ kubeconfig: inject('kubeconfigPath'), userAgent: 'scaling/1.0' });
  namespace = await testNamespace(kube, 'scaling');
  await installCrd(kube, definition);
});
afterAll(() => kube.close());

test('a custom resource is scaled wherever its replicas are, with both preconditions, and within its schema', async () => {
  const at = { namespace, name: 'raft' };
  const raft = { apiVersion: 'scaling.dataservices.dev/v1', kind: 'Raft', metadata: at, spec: { members: 3, size: 1 } };
  const { metadata } = await kube.create(rafts, raft);
  await kube.applyStatus(rafts, { ...raft, status: { members: 2, selector: 'app=raft' } } as never, { fieldManager: 'raft' });
  const before = await kube.getScale(rafts, at);
  expect(before).toMatchObject({ kind: 'Scale', metadata: { ...at, uid: metadata.uid }, spec: { replicas: 3 } });
  expect(before?.status).toEqual({ replicas: 2, selector: 'app=raft' });
  const { uid, resourceVersion = '' } = before?.metadata ?? {};
  for (const stale of [{ uid: 'another' }, { resourceVersion: metadata.resourceVersion }]) {
    await expect(kube.updateScale(rafts, at, { replicas: 5, ...stale })).rejects.toMatchObject({ code: 'Conflict', status: 409 });
  }
  await expect(kube.updateScale(rafts, at, { replicas: 0 })).rejects.toMatchObject({ code: 'Invalid', retry: 'terminal' });
  const scale = await kube.updateScale(rafts, at, { replicas: 5, resourceVersion, ...(uid === undefined ? {} : { uid }) });
  expect(scale.spec.replicas).toBe(5);
  expect(await kube.get(rafts, at)).toMatchObject({ spec: { members: 5, size: 1 }, status: { members: 2 } });
});

test('what is not there has no scale; a kind without the subresource is an error', async () => {
  expect(await kube.getScale(rafts, { namespace, name: 'absent' })).toBeUndefined();
  await expect(kube.updateScale(rafts, { namespace, name: 'absent' }, { replicas: 3 })).rejects.toMatchObject({ code: 'NotFound' });
  await expect(kube.getScale(resources.configMaps, { namespace, name: 'absent' })).rejects.toMatchObject({ code: 'NotFound' });
});
