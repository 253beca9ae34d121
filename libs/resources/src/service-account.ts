import type { KubeObject, ObjectMeta } from '@dataservices/plan';

/**
 * An identity of the cluster's own for its pods, which carry no token: it has no rights and none can be used.
 *
 * @param imagePullSecrets names of Secrets for pods that name none themselves, which Kubernetes gives them as they are made: those that run are not restarted for it
 */
export function serviceAccount(metadata: ObjectMeta, imagePullSecrets: readonly string[] = []): KubeObject {
  return {
    apiVersion: 'v1',
    kind: 'ServiceAccount',
    metadata,
    ...{ automountServiceAccountToken: false },
    ...(imagePullSecrets.length > 0 && { imagePullSecrets: imagePullSecrets.map((name) => ({ name })) }),
  };
}
