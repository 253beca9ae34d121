import { addFinalizer, type JsonPatchOperation, jsonPointer, removeFinalizer, resources } from '@dataservices/kube';
import type { StoredObject } from '@dataservices/plan';
import { expect, test } from 'vitest';
import { type ConfigMap, failureOf, type Given } from './kube-contract-given.ts';
import { sampleConfigMap, samplePod } from './samples.ts';

type Pod = StoredObject & { readonly status?: { readonly message?: string } };

const broken: readonly (readonly [string, readonly JsonPatchOperation[]])[] = [
  ['a value that is another', [{ op: 'test', path: '/data/a', value: 'x' }]],
  ['a value that is not there', [{ op: 'test', path: '/data/z', value: 'x' }]],
  ['an identity that is another', [{ op: 'test', path: '/metadata/uid', value: 'another' }]],
  ['a removal of what is not there', [{ op: 'remove', path: '/data/z' }]],
  ['a replacement in what is not there', [{ op: 'replace', path: '/binaryData/z', value: 'MQ==' }]],
  ['a replacement of an item that is not there', [{ op: 'replace', path: '/metadata/finalizers/5', value: 'a.b/c' }]],
  ['a field of what is not there', [{ op: 'add', path: '/binaryData/z', value: 'MQ==' }]],
  ['an item beyond the end', [{ op: 'add', path: '/metadata/finalizers/5', value: 'a.b/c' }]],
  ['a move of what is not there', [{ op: 'move', from: '/data/z', path: '/data/y' }]],
];

/** JSON patches (RFC 6902), and finalizers, which need them. */
export function describeJsonPatch(given: Given): void {
  describeOperations(given);
  describeConditions(given);
  describeStatusPatch(given);
  describeFinalizers(given);
}

function describeOperations(given: Given): void {
  test('a JSON patch does all its operations in order', async () => {
    const { kube, at } = given();
    const wanted = sampleConfigMap(at, { a: '1', b: '2', c: '3' });
    const annotations = { 'a.b/c': 'x' };
    const { metadata } = await kube.create(resources.configMaps, { ...wanted, metadata: { ...wanted.metadata, annotations } });
    const patched = await kube.jsonPatch<ConfigMap>(resources.configMaps, at, [
      { op: 'test', path: '/metadata/uid', value: metadata.uid },
      { op: 'test', path: '/data', value: { c: '3', b: '2', a: '1' } },
      { op: 'test', path: '/metadata/finalizers', value: null },
      { op: 'replace', path: '/data/a', value: 'x' },
      { op: 'test', path: '/data/a', value: 'x' },
      { op: 'remove', path: '/data/b' },
      { op: 'move', from: '/data/c', path: '/data/e' },
      { op: 'remove', path: jsonPointer('metadata', 'annotations', 'a.b/c') },
      { op: 'copy', from: '/data/e', path: '/data/f' },
      { op: 'add', path: '/metadata/finalizers', value: ['a.b/1', 'a.b/3'] },
      { op: 'add', path: '/metadata/finalizers/1', value: 'a.b/2' },
      { op: 'add', path: '/metadata/finalizers/-', value: 'a.b/4' },
      { op: 'remove', path: '/metadata/finalizers/0' },
    ]);
    expect(patched.data).toEqual({ a: 'x', e: '3', f: '3' });
    expect(patched.metadata.annotations).toBeUndefined();
    expect(patched.metadata.finalizers).toEqual(['a.b/2', 'a.b/3', 'a.b/4']);
  });

  test('a replacement of a field that is not there adds it', async () => {
    const { kube, at } = given();
    await kube.create(resources.configMaps, sampleConfigMap(at, { a: '1' }));
    const patched = await kube.jsonPatch<ConfigMap>(resources.configMaps, at, [{ op: 'replace', path: '/data/b', value: '2' }]);
    expect(patched.data).toEqual({ a: '1', b: '2' });
  });
}

function describeConditions(given: Given): void {
  test.for(broken)('%s is a Conflict, and nothing of the patch is done', async ([_title, operations]) => {
    const { kube, at } = given();
    const wanted = sampleConfigMap(at, { a: '1' });
    const before = await kube.create(resources.configMaps, { ...wanted, metadata: { ...wanted.metadata, finalizers: ['a.b/c'] } });
    const attempt = kube.jsonPatch(resources.configMaps, at, [{ op: 'add', path: '/data/b', value: '2' }, ...operations]);
    expect(await failureOf(attempt)).toEqual({ code: 'Conflict', status: 409 });
    expect(await kube.get(resources.configMaps, at)).toEqual(before);
  });

  test('a JSON patch honours a resourceVersion that it writes, and needs an object', async () => {
    const { kube, at } = given();
    const version = (value: string): readonly JsonPatchOperation[] => [
      { op: 'replace', path: '/metadata/resourceVersion', value },
      { op: 'add', path: '/data/b', value: '2' },
    ];
    expect((await failureOf(kube.jsonPatch(resources.configMaps, at, version('1')))).code).toBe('NotFound');
    const { metadata } = await kube.create(resources.configMaps, sampleConfigMap(at));
    const { metadata: newer } = await kube.mergePatch(resources.configMaps, at, { data: { a: '1' } });
    expect(await failureOf(kube.jsonPatch(resources.configMaps, at, version(metadata.resourceVersion)))).toEqual({
      code: 'Conflict',
      status: 409,
    });
    const patched = await kube.jsonPatch<ConfigMap>(resources.configMaps, at, version(newer.resourceVersion));
    expect(patched.data).toMatchObject({ a: '1', b: '2' });
  });
}

function describeStatusPatch(given: Given): void {
  test('a JSON patch of the status changes nothing else, and one of the rest no status', async () => {
    const { kube, at } = given();
    await kube.create(resources.pods, samplePod(at));
    const both: readonly JsonPatchOperation[] = [
      { op: 'add', path: '/status/message', value: 'x' },
      { op: 'add', path: '/metadata/labels/role', value: 'leader' },
    ];
    await kube.applyStatus(resources.pods, { apiVersion: 'v1', kind: 'Pod', metadata: at, status: { phase: 'Running' } } as never, {
      fieldManager: 'kubelet',
    });
    const ofStatus = await kube.jsonPatch<Pod>(resources.pods, at, both.slice(0, 1), { subresource: 'status' });
    expect(ofStatus.status?.message).toBe('x');
    const ofRest = await kube.jsonPatch<Pod>(resources.pods, at, [
      { op: 'replace', path: '/status/message', value: 'y' },
      ...both.slice(1),
    ]);
    expect([ofRest.status?.message, ofRest.metadata.labels?.role]).toEqual(['x', 'leader']);
  });
}

function describeFinalizers(given: Given): void {
  const finalizer = 'dataservices.dev/test';

  test('a finalizer is added once and removed once, and those of others stay', async () => {
    const { kube, at } = given();
    const created = await kube.create(resources.configMaps, sampleConfigMap(at));
    const held = await addFinalizer(kube, resources.configMaps, created, finalizer);
    expect(held.metadata.finalizers).toEqual([finalizer]);
    expect(await addFinalizer(kube, resources.configMaps, held, finalizer)).toBe(held);
    const both = await addFinalizer(kube, resources.configMaps, held, 'a.b/theirs');
    expect(both.metadata.finalizers).toEqual([finalizer, 'a.b/theirs']);
    const freed = await removeFinalizer(kube, resources.configMaps, both, finalizer);
    expect(freed?.metadata.finalizers).toEqual(['a.b/theirs']);
    expect(await removeFinalizer(kube, resources.configMaps, freed ?? both, finalizer)).toBe(freed);
  });

  test('what others did to the finalizers meanwhile is a Conflict, and undone by nobody', async () => {
    const { kube, at } = given();
    const created = await kube.create(resources.configMaps, sampleConfigMap(at));
    const theirs = await addFinalizer(kube, resources.configMaps, created, 'a.b/theirs');
    expect(await failureOf(addFinalizer(kube, resources.configMaps, created, finalizer))).toEqual({ code: 'Conflict', status: 409 });
    const both = await addFinalizer(kube, resources.configMaps, theirs, finalizer);
    await removeFinalizer(kube, resources.configMaps, theirs, 'a.b/theirs');
    expect(await failureOf(removeFinalizer(kube, resources.configMaps, both, finalizer))).toEqual({ code: 'Conflict', status: 409 });
    expect((await kube.get(resources.configMaps, at))?.metadata.finalizers).toEqual([finalizer]);
  });

  test('the last finalizer of an object that is deleted lets it go, and never its successor', async () => {
    const { kube, at } = given();
    const held = await addFinalizer(kube, resources.configMaps, await kube.create(resources.configMaps, sampleConfigMap(at)), finalizer);
    await kube.delete(resources.configMaps, at);
    await removeFinalizer(kube, resources.configMaps, held, finalizer);
    expect(await kube.get(resources.configMaps, at)).toBeUndefined();
    expect(await removeFinalizer(kube, resources.configMaps, held, finalizer)).toBeUndefined();
    const next = await kube.create(resources.configMaps, sampleConfigMap(at));
    await addFinalizer(kube, resources.configMaps, next, finalizer);
    expect((await failureOf(removeFinalizer(kube, resources.configMaps, held, finalizer))).code).toBe('Conflict');
  });
}
