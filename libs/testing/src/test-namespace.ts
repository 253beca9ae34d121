import { randomUUID } from 'node:crypto';
import type { Kube, Resource } from '@dataservices/kube';

const namespaces: Resource = { group: '', version: 'v1', kind: 'Namespace', plural: 'namespaces', isNamespaced: false };

/** Makes a namespace of a new name; on a server without controllers none is ever gone, so a name is never used twice. */
export async function testNamespace(kube: Kube, prefix: string, labels: Readonly<Record<string, string>> = {}): Promise<string> {
  const name = `${prefix}-${randomUUID().slice(0, 8)}`;
  await kube.create(namespaces, { apiVersion: 'v1', kind: 'Namespace', metadata: { name, labels } });
  return name;
}
