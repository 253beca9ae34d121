import { KubeError, resources } from '@dataservices/kube';
import type { MemberAction } from '@dataservices/members';
import type { OwnerReference, StoredObject } from '@dataservices/plan';
import { createFakeKube, type FakeKube } from '@dataservices/testing';
import { beforeEach, describe, expect, test } from 'vitest';
import { createLogger } from './logger.ts';
import { isMemberAction, MemberChanged, performMemberAction } from './member-action.ts';

type Claim = StoredObject & { readonly spec: { readonly resources: { readonly requests: { readonly storage: string } } } };

const pod = { namespace: 'shop', name: 'cart-redis-2' };
const claim = { namespace: 'shop', name: 'data-cart-redis-2' };

let kube: FakeKube;
beforeEach(() => {
  kube = createFakeKube();
});

function makePod(): StoredObject {
  return kube.put(resources.pods, { apiVersion: 'v1', kind: 'Pod', metadata: pod });
}

function makeClaim(annotations: Readonly<Record<string, string>> = {}, ownerReferences: readonly OwnerReference[] = []): StoredObject {
  const spec = { resources: { requests: { storage: '1Gi' } } };
  return kube.put(resources.persistentVolumeClaims, {
    apiVersion: 'v1',
    kind: 'PersistentVolumeClaim',
    metadata: { ...claim, annotations, ...(ownerReferences.length > 0 && { ownerReferences }) },
    ...{ spec },
  });
}

function perform(action: MemberAction): Promise<void> {
  const log = createLogger({ write: () => {} });
  return performMemberAction(action, { kube, namespace: 'shop', log, signal: new AbortController().signal });
}

const deletions = () => kube.writes().filter(({ verb }) => verb === 'delete');

describe('delete-pod', () => {
  test('deletes the pod that was observed, with its uid as a precondition', async () => {
    const { metadata } = makePod();
    await perform({ kind: 'delete-pod', pod: pod.name, uid: metadata.uid });
    expect(deletions()).toMatchObject([{ name: pod.name, body: { uid: metadata.uid } }]);
  });

  test('a pod of the same name that came after it is kept: the cache was behind', async () => {
    const { metadata } = makePod();
    kube.remove(resources.pods, pod);
    makePod();
    await expect(perform({ kind: 'delete-pod', pod: pod.name, uid: metadata.uid })).rejects.toThrow(MemberChanged);
    expect(deletions()).toEqual([]);
  });

  test('one that is replaced between the look and the deletion is kept: the precondition does not hold', async () => {
    const { metadata } = makePod();
    kube.failNext({ verb: 'delete' }, new KubeError({ code: 'Conflict', status: 409, message: 'uid mismatch' }));
    await expect(perform({ kind: 'delete-pod', pod: pod.name, uid: metadata.uid })).rejects.toMatchObject({ code: 'MemberChanged' });
  });

  test('one that is gone already is done', async () => {
    await perform({ kind: 'delete-pod', pod: pod.name, uid: 'gone' });
    expect(deletions()).toEqual([]);
  });
});

describe('delete-claim', () => {
  test('not while a pod of that member is there, whatever was observed', async () => {
    const { metadata } = makeClaim();
    makePod();
    await expect(perform({ kind: 'delete-claim', name: claim.name, uid: metadata.uid, pod: pod.name })).rejects.toThrow(
      'its volume is kept',
    );
    expect(deletions()).toEqual([]);
  });

  test('a claim that was made anew meanwhile is kept', async () => {
    const { metadata } = makeClaim();
    kube.remove(resources.persistentVolumeClaims, claim);
    makeClaim();
    await expect(perform({ kind: 'delete-claim', name: claim.name, uid: metadata.uid, pod: pod.name })).rejects.toThrow(MemberChanged);
  });

  test('the observed one goes when its member has left', async () => {
    const { metadata } = makeClaim();
    await perform({ kind: 'delete-claim', name: claim.name, uid: metadata.uid, pod: pod.name });
    expect(deletions()).toMatchObject([{ name: claim.name, body: { uid: metadata.uid } }]);
  });
});

test('condemn-claim deletes the claim although its pod is there', async () => {
  const { metadata } = makeClaim();
  makePod();
  await perform({ kind: 'condemn-claim', name: claim.name, uid: metadata.uid });
  expect(deletions()).toMatchObject([{ name: claim.name, body: { uid: metadata.uid } }]);
});

test('resize-claim asks for the size, of the observed claim only', async () => {
  const { metadata } = makeClaim();
  await perform({ kind: 'resize-claim', name: claim.name, uid: metadata.uid, size: '2Gi' });
  expect((await kube.get<Claim>(resources.persistentVolumeClaims, claim))?.spec.resources.requests.storage).toBe('2Gi');
  await expect(perform({ kind: 'resize-claim', name: claim.name, uid: 'another', size: '3Gi' })).rejects.toThrow(MemberChanged);
  expect((await kube.get<Claim>(resources.persistentVolumeClaims, claim))?.spec.resources.requests.storage).toBe('2Gi');
});

test('annotate-pod sets what it names on the pod that was observed, and on no other', async () => {
  const { metadata } = makePod();
  await perform({ kind: 'annotate-pod', pod: pod.name, uid: metadata.uid, annotations: { new: '1' } });
  expect((await kube.get(resources.pods, pod))?.metadata.annotations).toEqual({ new: '1' });
  const stranger = perform({ kind: 'annotate-pod', pod: pod.name, uid: 'other', annotations: { new: '2' } });
  await expect(stranger).rejects.toThrow(MemberChanged);
});

test('annotate-claim sets and takes away what it names, and keeps the rest', async () => {
  const { metadata } = makeClaim({ kept: '1', gone: '1' });
  await perform({ kind: 'annotate-claim', name: claim.name, uid: metadata.uid, annotations: { gone: null, new: '1' } });
  expect((await kube.get(resources.persistentVolumeClaims, claim))?.metadata.annotations).toEqual({ kept: '1', new: '1' });
});

test('disown takes one owner away, whoever wrote it, and no other', async () => {
  const owner = (uid: string) => ({ apiVersion: 'v1', kind: 'ConfigMap', name: uid, uid });
  const { metadata } = makeClaim({}, [owner('mine'), owner('theirs')]);
  const owners = async () =>
    (await kube.get(resources.persistentVolumeClaims, claim))?.metadata.ownerReferences?.map(({ uid }) => uid) ?? [];
  const action = { kind: 'disown', object: 'PersistentVolumeClaim', name: claim.name, uid: metadata.uid, owner: 'mine' } as const;
  await expect(perform({ ...action, index: 1 })).rejects.toThrow(MemberChanged);
  expect(await owners()).toEqual(['mine', 'theirs']);
  await perform({ ...action, index: 0 });
  expect(await owners()).toEqual(['theirs']);
  await expect(perform({ ...action, index: 0 })).rejects.toThrow(MemberChanged);
  expect(await owners()).toEqual(['theirs']);
});

test('actions of a service are told from those of every member', () => {
  expect(isMemberAction({ kind: 'delete-pod' })).toBe(true);
  expect(isMemberAction({ kind: 'switch-over' })).toBe(false);
  expect(isMemberAction({ kind: 'constructor' })).toBe(false);
});
