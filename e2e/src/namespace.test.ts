import type { Kube } from '@dataservices/kube';
import type { KubeObject, StoredObject } from '@dataservices/plan';
import { expect, test } from 'vitest';
import { awaitLeavers, createNamespace, deleteNamespace, keepNamespace, ownership } from './namespace.ts';
import type { TestBed } from './test-bed.ts';

const restricted = { 'pod-security.kubernetes.io/enforce': 'restricted' };

/** A cluster with one namespace at the most, and what is done to it. */
function clusterWith(found: Partial<StoredObject> | undefined) {
  const applied: KubeObject[] = [];
  const deleted: string[] = [];
  const kube = {
    get: async () => found,
    apply: async (_: unknown, object: KubeObject) => applied.push(object),
    delete: async (_: unknown, { name }: { readonly name: string }) => deleted.push(name),
  };
  return { bed: { kube: kube as unknown as Kube } as Pick<TestBed, 'kube'>, applied, deleted };
}

test.for([
  ['made', createNamespace],
  ['kept', keepNamespace],
] as const)('in a namespace that is %s, only pods of the restricted standard are admitted', async ([, make]) => {
  const { bed, applied } = clusterWith(undefined);
  await make(bed, 'redis');
  expect(applied.map(({ metadata }) => metadata.labels)).toEqual([{ ...ownership, ...restricted }]);
});

test('a namespace of somebody else is neither emptied nor deleted', async () => {
  const { bed, applied, deleted } = clusterWith({ metadata: { name: 'redis', labels: restricted, uid: 'u', resourceVersion: '1' } });
  for (const take of [createNamespace, deleteNamespace]) await expect(take(bed, 'redis')).rejects.toThrow('was not made here');
  expect([applied, deleted]).toEqual([[], []]);
});

test('what is on its way out is waited for, and not what others delete', async () => {
  const leaving = (labels: object) => ({ metadata: { name: 'kafka', labels, deletionTimestamp: '2026-01-01T00:00:00Z' } });
  const listing = (list: () => Promise<object>) => ({ kube: { list } as unknown as Kube }) as Pick<TestBed, 'kube'>;
  const left = [leaving(ownership), leaving(ownership)];
  await awaitLeavers(
    listing(async () => ({ items: [leaving(restricted), ...left.splice(0, 1)] })),
    5_000,
  );
  expect(left).toEqual([]);
  await expect(
    awaitLeavers(
      listing(async () => ({ items: [leaving(ownership)] })),
      300,
    ),
  ).rejects.toThrow('to be gone');
});
