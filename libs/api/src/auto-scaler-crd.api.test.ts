import { connect, isKubeError, type KubeClient, resources } from '@dataservices/kube';
import type { KubeObject, StoredObject } from '@dataservices/plan';
import { installCrd, testNamespace } from '@dataservices/testing';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { badSpecs, goodSpecs } from '../test/auto-scaler-cases.ts';
import { autoScalerKind } from './auto-scaler-kind.ts';
import { buildCrd } from './crd.ts';
import { parseAutoScaler } from './parse-auto-scaler.ts';

let kube: KubeClient;
let namespace = '';
let created = 0;

beforeAll(async () => {
  kube = connect({ kubeconfig: inject('kubeconfigPath'), userAgent: 'api-test' });
  await installCrd(kube, buildCrd(autoScalerKind));
  namespace = await testNamespace(kube, 'api');
});

afterAll(() => kube?.close());

/** The stored object, or the server's refusal as text. Nothing of it is left behind. */
async function admit(spec: object): Promise<StoredObject | string> {
  const metadata = { name: `case-${created++}`, namespace };
  const object: KubeObject = { apiVersion: 'dataservices.dev/v1alpha1', kind: 'AutoScaler', metadata, ...{ spec } };
  try {
    const stored = await kube.create<StoredObject>(resources.autoScalers, object);
    await kube.delete(resources.autoScalers, stored.metadata);
    return stored;
  } catch (error) {
    if (isKubeError(error, 'Invalid')) return error.message;
    throw error;
  }
}

test.for(goodSpecs)('%s is admitted, and read with the same defaults', async ([, spec]) => {
  const stored = await admit(spec);
  const parsed = parseAutoScaler(stored);
  expect(parsed).toMatchObject({ ok: true });
  expect(parsed.ok && parsed.value.spec).toEqual(typeof stored === 'string' ? undefined : (stored as { spec?: object }).spec);
});

test.for(badSpecs)('%s is refused, and the field is named', async ([, spec, field]) => {
  expect(await admit(spec)).toEqual(expect.stringContaining(field));
});
