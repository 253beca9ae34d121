import { KubeError, resources } from '@dataservices/kube';
import type { KubeObject } from '@dataservices/plan';
import { createFakeKube, type FakeKube, sampleConfigMap, sampleService } from '@dataservices/testing';
import { beforeEach, describe, expect, test } from 'vitest';
import { applyAll, NameTaken } from './apply-all.ts';

const fieldManager = 'dataservices-test';
const owner = { apiVersion: 'dataservices.dev/v1alpha1', kind: 'RedisCluster', name: 'cart', uid: 'u1', controller: true };

let kube: FakeKube;
beforeEach(() => {
  kube = createFakeKube();
});

function owned<T extends KubeObject>(object: T, uid = 'u1', name = 'cart'): T {
  return { ...object, metadata: { ...object.metadata, ownerReferences: [{ ...owner, uid, name }] } };
}

const at = (name: string) => ({ namespace: 'a', name });
const apply = (...desired: KubeObject[]) => applyAll({ kube, desired, lookup: () => undefined, fieldManager });

describe('applyAll', () => {
  test('applies what is missing, says why, and is silent the second time', async () => {
    const desired = [owned(sampleConfigMap(at('c'))), owned(sampleService(at('s')))];
    const first = await apply(...desired);
    expect(first.written.map(({ object, difference }) => [object.kind, difference])).toEqual([
      ['ConfigMap', 'absent'],
      ['Service', 'absent'],
    ]);
    const before = kube.writes().length;
    expect(await apply(...desired)).toEqual({ written: [], errors: [] });
    expect(kube.writes().length).toBe(before);
  });

  test.for<[string, KubeObject, string]>([
    ['another of the kind', owned(sampleConfigMap(at('c'), { theirs: '1' }), 'u2', 'other'), 'belongs to RedisCluster other'],
    ['an earlier one of the same name', owned(sampleConfigMap(at('c'), { theirs: '1' }), 'u0'), 'belongs to RedisCluster cart'],
    ['nobody', sampleConfigMap(at('c'), { theirs: '1' }), 'belongs to nobody'],
  ])('leaves alone what belongs to %s, and goes on with the others', async ([_title, there, message]) => {
    kube.put(resources.configMaps, there);
    const { written, errors } = await apply(owned(sampleConfigMap(at('c'), { ours: '2' })), owned(sampleService(at('s'))));
    expect(written.map(({ object }) => object.kind)).toEqual(['Service']);
    expect(errors.map(({ error }) => error)).toEqual([
      expect.objectContaining({ code: 'NameTaken', objectName: 'c', kind: 'ConfigMap', message: expect.stringContaining(message) }),
    ]);
    expect(errors[0]?.error).toBeInstanceOf(NameTaken);
    expect(await kube.get(resources.configMaps, at('c'))).toMatchObject({ data: { theirs: '1' } });
  });

  test('a failed write does not keep the others from being applied', async () => {
    kube.failNext({ kind: 'ConfigMap', verb: 'apply' }, new KubeError({ code: 'Invalid', status: 422, message: 'bad' }));
    const { written, errors } = await apply(owned(sampleConfigMap(at('c'))), owned(sampleService(at('s'))));
    expect([written.length, errors.length]).toEqual([1, 1]);
    expect(errors[0]).toMatchObject({ desired: { kind: 'ConfigMap' }, error: { code: 'Invalid' } });
  });

  test('what has no owner on purpose is applied, whoever made it', async () => {
    kube.put(resources.configMaps, sampleConfigMap(at('c'), { theirs: '1' }));
    const { errors } = await apply(sampleConfigMap(at('c'), { ours: '2' }));
    expect(errors).toEqual([]);
    expect(await kube.get(resources.configMaps, at('c'))).toMatchObject({ data: { theirs: '1', ours: '2' } });
  });

  test('an abort ends it', async () => {
    const reason = new Error('stopping');
    await expect(
      applyAll({ kube, desired: [sampleConfigMap(at('c'))], lookup: () => undefined, fieldManager, signal: AbortSignal.abort(reason) }),
    ).rejects.toBe(reason);
    expect(kube.writes()).toEqual([]);
  });
});
