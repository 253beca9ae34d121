import { connect, isKubeError, type KubeClient, type Resource } from '@dataservices/kube';
import type { KubeObject, StoredObject } from '@dataservices/plan';
import { installCrd, testNamespace } from '@dataservices/testing';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { buildCrd } from '../src/crd.ts';
import type { KindDefinition } from '../src/kind.ts';

export type AdmissionCases = {
  readonly kind: KindDefinition;
  readonly resource: Resource;
  readonly parse: (object: unknown) => { readonly ok: boolean; readonly value?: { readonly spec: object } };
  readonly good: readonly (readonly [what: string, spec: object])[];
  readonly bad: readonly (readonly [what: string, spec: object, field: string])[];
};

/** That the API server takes and refuses what the operator takes and refuses, with the same defaults. */
export function testAdmission({ kind, resource, parse, good, bad }: AdmissionCases): void {
  let kube: KubeClient;
  let namespace = '';
  let created = 0;

  beforeAll(async () => {
    kube = connect({ kubeconfig: inject('kubeconfigPath'), userAgent: 'api-test' });
    await installCrd(kube, buildCrd(kind));
    namespace = await testNamespace(kube, 'api');
  });

  afterAll(() => kube?.close());

  /** The stored object, or the server's refusal as text. Nothing of it is left behind. */
  async function admit(spec?: object): Promise<(StoredObject & { readonly spec?: object }) | string> {
    const metadata = { name: `case-${created++}`, namespace };
    const object: KubeObject = { apiVersion: 'dataservices.dev/v1alpha1', kind: resource.kind, metadata, ...{ spec } };
    try {
      const stored = await kube.create<StoredObject>(resource, object);
      await kube.delete(resource, stored.metadata);
      return stored;
    } catch (error) {
      if (isKubeError(error, 'Invalid')) return error.message;
      throw error;
    }
  }

  test('an empty object is a whole one, with the same defaults here and at the operator', async () => {
    const stored = await admit();
    const parsed = parse(stored);
    expect(parsed).toMatchObject({ ok: true });
    expect(parsed.value?.spec).toEqual(typeof stored === 'string' ? undefined : stored.spec);
  });

  test.for(good)('%s is admitted', async ([, spec]) => {
    expect(await admit(spec)).toMatchObject({ kind: resource.kind });
  });

  test.for(bad)('%s is refused, and the field is named', async ([, spec, field]) => {
    expect(await admit(spec)).toEqual(expect.stringContaining(field));
  });
}
