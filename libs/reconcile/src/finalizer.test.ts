import { KubeError, resources } from '@dataservices/kube';
import type { StoredObject } from '@dataservices/plan';
import { createFakeKube, type FakeKube, sampleConfigMap } from '@dataservices/testing';
import { beforeEach, expect, test } from 'vitest';
import { ensureFinalizer } from './finalizer.ts';

const at = { namespace: 'a', name: 'cart' };
const finalizer = 'dataservices.dev/cleanup';
const theirs = 'example.com/theirs';

let kube: FakeKube;
let cleaned: string[];

beforeEach(() => {
  kube = createFakeKube();
  cleaned = [];
});

const live = () => kube.get<StoredObject>(resources.configMaps, at);
const finalizers = async () => (await live())?.metadata.finalizers;

async function create(...given: readonly string[]): Promise<StoredObject> {
  const wanted = sampleConfigMap(at);
  return kube.create<StoredObject>(resources.configMaps, { ...wanted, metadata: { ...wanted.metadata, finalizers: given } } as never);
}

async function deleting(...given: readonly string[]): Promise<StoredObject> {
  await create(...given);
  await kube.delete(resources.configMaps, at);
  return (await live()) as StoredObject;
}

function pass(object: StoredObject, cleanUp = async ({ metadata }: StoredObject) => void cleaned.push(metadata.name)) {
  const { signal } = new AbortController();
  return ensureFinalizer({ resource: resources.configMaps, object, finalizer, cleanUp }, { kube, signal });
}

test('an object that lives has it before the pass goes on, and is written once', async () => {
  const guarded = await pass(await create(theirs));
  expect(guarded?.metadata.finalizers).toEqual([theirs, finalizer]);
  const writes = kube.writes().length;
  expect(await pass(guarded as StoredObject)).toBe(guarded);
  expect([kube.writes().length, cleaned]).toEqual([writes, []]);
});

test('one that is being deleted is cleaned up first and loses only ours', async () => {
  const object = await deleting(theirs, finalizer);
  expect(await pass(object, async () => void cleaned.push(`with ${await finalizers()}`))).toBeUndefined();
  expect([cleaned, await finalizers()]).toEqual([[`with ${theirs},${finalizer}`], [theirs]]);
});

test('one that never had it is not touched when it is deleted', async () => {
  const object = await deleting(theirs);
  const writes = kube.writes().length;
  expect(await pass(object)).toBeUndefined();
  expect([cleaned, kube.writes().length]).toEqual([[], writes]);
});

test('as long as the clean-up fails, the object stays', async () => {
  const object = await deleting(finalizer);
  await expect(pass(object, () => Promise.reject(new Error('the volume is busy')))).rejects.toThrow('the volume is busy');
  expect(await finalizers()).toEqual([finalizer]);
});

test('a crash between the clean-up and the removal leads to the clean-up again, and then to the end', async () => {
  const object = await deleting(finalizer);
  kube.failNext({ verb: 'jsonPatch' }, new KubeError({ code: 'Unreachable', status: 0, message: 'gone' }));
  await expect(pass(object)).rejects.toMatchObject({ code: 'Unreachable' });
  await pass((await live()) as StoredObject);
  expect([cleaned, await live()]).toEqual([['cart', 'cart'], undefined]);
});

test('a pass on an old view of an object that is gone, or is another one by now, changes nothing', async () => {
  const object = await deleting(finalizer);
  await pass(object);
  expect(await pass(object)).toBeUndefined();
  await create(finalizer);
  await expect(pass(object)).rejects.toMatchObject({ code: 'Conflict' });
  expect(await finalizers()).toEqual([finalizer]);
});

test('a finalizer that came meanwhile is not lost', async () => {
  const seen = await create();
  await kube.mergePatch(resources.configMaps, at, { metadata: { finalizers: [theirs] } });
  await expect(pass(seen)).rejects.toMatchObject({ code: 'Conflict' });
  expect(await finalizers()).toEqual([theirs]);
});
