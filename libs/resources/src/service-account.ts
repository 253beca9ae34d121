import type { KubeObject, ObjectMeta } from '@dataservices/plan';

/** An identity of the cluster's own for its pods, which carry no token: it has no rights and none can be used. */
export function serviceAccount(metadata: ObjectMeta): KubeObject {
  return { apiVersion: 'v1', kind: 'ServiceAccount', metadata, ...{ automountServiceAccountToken: false } };
}
