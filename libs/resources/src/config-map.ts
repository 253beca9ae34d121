import type { KubeObject, ObjectMeta } from '@dataservices/plan';

export type ConfigMap = KubeObject & { readonly data: Readonly<Record<string, string>> };

export function configMap(metadata: ObjectMeta, data: Readonly<Record<string, string>>): ConfigMap {
  return { apiVersion: 'v1', kind: 'ConfigMap', metadata, data };
}
