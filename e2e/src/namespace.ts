import { waitUntil } from '../cluster/src/index.ts';
import { driverKinds } from './kinds.ts';
import { fieldManager, type TestBed } from './test-bed.ts';

/** An empty namespace in which only pods of the restricted security standard are admitted. What an earlier run left in it is deleted. */
export async function createNamespace(bed: TestBed, name: string): Promise<void> {
  await deleteNamespace(bed, name);
  const labels = { 'pod-security.kubernetes.io/enforce': 'restricted' };
  const namespace = { apiVersion: 'v1', kind: 'Namespace', metadata: { name, labels } };
  await bed.kube.apply(driverKinds.namespaces, namespace, { fieldManager });
}

/** Deletes the namespace with all that is in it, and returns when it is gone. */
export async function deleteNamespace({ kube }: TestBed, name: string, timeoutMs = 90_000): Promise<void> {
  if ((await kube.delete(driverKinds.namespaces, { name })) === 'absent') return;
  await waitUntil(async () => (await kube.get(driverKinds.namespaces, { name })) === undefined, {
    what: `the namespace ${name} to be gone`,
    timeoutMs,
    intervalMs: 200,
  });
}
