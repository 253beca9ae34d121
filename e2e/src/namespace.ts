import type { StoredObject } from '@dataservices/plan';
import { waitUntil } from '../cluster/src/index.ts';
import { driverKinds } from './kinds.ts';
import { fieldManager, type TestBed } from './test-bed.ts';

/** On every namespace that was made here. */
export const ownership = { 'dataservices.dev/test-bed': 'true' };

/**
 * An empty namespace in which only pods of the restricted security standard are admitted. What an earlier run left in it is deleted.
 *
 * @throws Error where a namespace of this name exists that no earlier run made
 */
export async function createNamespace(bed: Pick<TestBed, 'kube'>, name: string): Promise<void> {
  await deleteNamespace(bed, name);
  const labels = { ...ownership, 'pod-security.kubernetes.io/enforce': 'restricted' };
  const namespace = { apiVersion: 'v1', kind: 'Namespace', metadata: { name, labels } };
  await bed.kube.apply(driverKinds.namespaces, namespace, { fieldManager });
}

/** The same, with all that is in it where it is there already. */
export async function keepNamespace(bed: Pick<TestBed, 'kube'>, name: string): Promise<void> {
  const found = await bed.kube.get<StoredObject>(driverKinds.namespaces, { name });
  if (found === undefined || found.metadata.deletionTimestamp !== undefined) await createNamespace(bed, name);
}

/** Deletes the namespace with all that is in it, and returns when it is gone. */
export async function deleteNamespace(bed: Pick<TestBed, 'kube'>, name: string, timeoutMs = 90_000): Promise<void> {
  await requestDeletion(bed, name);
  await waitUntil(async () => (await bed.kube.get(driverKinds.namespaces, { name })) === undefined, {
    what: `the namespace ${name} to be gone`,
    timeoutMs,
    intervalMs: 200,
  });
}

/** Returns when nothing that was made here is on its way out any more: servers that stop by the dozen take the processors of those that are measured. */
export async function awaitLeavers({ kube }: Pick<TestBed, 'kube'>, timeoutMs = 180_000): Promise<void> {
  const isLeaving = ({ metadata }: StoredObject) => metadata.deletionTimestamp !== undefined && isOurs(metadata.labels);
  await waitUntil(async () => !(await kube.list<StoredObject>(driverKinds.namespaces)).items.some(isLeaving), {
    what: 'the namespaces of the scenarios before to be gone',
    timeoutMs,
    intervalMs: 200,
  });
}

function isOurs(labels: Readonly<Record<string, string>> = {}): boolean {
  return Object.entries(ownership).every(([key, value]) => labels[key] === value);
}

/** Deletes it, and returns before it is gone. */
export async function requestDeletion({ kube }: Pick<TestBed, 'kube'>, name: string): Promise<void> {
  const found = await kube.get<StoredObject>(driverKinds.namespaces, { name });
  if (found === undefined) return;
  // On a cluster that somebody else uses as well, a namespace of the same name may hold anything.
  if (!isOurs(found.metadata.labels))
    throw new Error(`the namespace ${name} exists and was not made here: delete or rename it, or use another cluster`);
  await kube.delete(driverKinds.namespaces, { name });
}
