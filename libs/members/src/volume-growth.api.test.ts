import { connect, isKubeError, type Kube, resources } from '@dataservices/kube';
import type { StoredObject } from '@dataservices/plan';
import { testNamespace } from '@dataservices/testing';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { type Claim, claimView } from './claim-view.ts';
import { growVolumes } from './grow-volumes.ts';
import { type StorageClass, storageClassView } from './storage-class-view.ts';

/** What the rule takes for granted of an API server. There is no storage provider here: the test says what it would. */
let kube: Kube;
let namespace: string;
const name = 'data-cart-redis-0';
const className = 'grows';

beforeAll(async () => {
  kube = connect({ kubeconfig: inject('kubeconfigPath'), userAgent: 'members/1.0' });
  namespace = await testNamespace(kube, 'growth');
  await kube.create(resources.storageClasses, {
    apiVersion: 'storage.k8s.io/v1',
    kind: 'StorageClass',
    metadata: { name: className },
    ...{ provisioner: 'example.com/none', allowVolumeExpansion: true },
  });
  await kube.create(resources.persistentVolumeClaims, {
    apiVersion: 'v1',
    kind: 'PersistentVolumeClaim',
    metadata: { name, namespace },
    ...{
      spec: { accessModes: ['ReadWriteOnce'], storageClassName: className, volumeName: 'pv', resources: { requests: { storage: '1Gi' } } },
    },
  });
});

afterAll(() => kube.close());

async function provide(status: object): Promise<void> {
  const claim = { apiVersion: 'v1', kind: 'PersistentVolumeClaim', metadata: { name, namespace }, ...{ status } };
  await kube.applyStatus(resources.persistentVolumeClaims, claim, { fieldManager: 'provider' });
}

async function growth(size: string) {
  const claim = await kube.get<Claim>(resources.persistentVolumeClaims, { namespace, name });
  const stored = await kube.get<StorageClass & StoredObject>(resources.storageClasses, { name: className });
  const view = claim && claimView(claim, 'data-cart-redis');
  if (view === undefined || stored === undefined) throw new Error('not there');
  return growVolumes({ size, claims: [view], classes: [storageClassView(stored)] });
}

/** Carries out what the rule asks for, and says how many that was. */
async function grow(size: string): Promise<number> {
  const actions = (await growth(size)).step?.actions ?? [];
  for (const action of actions) if (action.kind === 'resize-claim') await request(action.size, action.uid);
  return actions.length;
}

function request(storage: string, uid?: string): Promise<Claim> {
  const patch = { metadata: { uid }, spec: { resources: { requests: { storage } } } };
  return kube.mergePatch<Claim>(resources.persistentVolumeClaims, { namespace, name }, patch);
}

test('a claim grows once it is bound, a typo is lowered, and what the API server would refuse is not asked for', async () => {
  expect(await grow('2Gi')).toBe(0);
  await expect(request('2Gi')).rejects.toSatisfy((error) => isKubeError(error, 'Forbidden') || isKubeError(error, 'Invalid'));

  await provide({ phase: 'Bound', accessModes: ['ReadWriteOnce'], capacity: { storage: '1Gi' } });
  expect(await grow('200Gi')).toBe(1);
  expect(await growth('200Gi')).toMatchObject({ waitsFor: expect.stringContaining(name) });
  expect(await grow('2Gi')).toBe(1);

  // Back to what the volume has: the rule knows that the request cannot go there, and that it need not.
  expect(await growth('1Gi')).toEqual({});
  await expect(request('1Gi')).rejects.toSatisfy((error) => isKubeError(error, 'Invalid'));

  await provide({ phase: 'Bound', accessModes: ['ReadWriteOnce'], capacity: { storage: '2Gi' } });
  expect(await growth('2Gi')).toEqual({});
  expect((await growth('1Gi')).stall?.reason).toBe('VolumesCannotShrink');
});
