import { connect, type KubeClient, type Resource } from '@dataservices/kube';
import type { KubeObject } from '@dataservices/plan';
import { type Account, accountKubeconfig } from './account-kubeconfig.ts';

const group = 'rbac.authorization.k8s.io';
const isNamespaced = true;
const accounts: Resource = { group: '', version: 'v1', kind: 'ServiceAccount', plural: 'serviceaccounts', isNamespaced };
const roles: Resource = { group, version: 'v1', kind: 'Role', plural: 'roles', isNamespaced };
const roleBindings: Resource = { group, version: 'v1', kind: 'RoleBinding', plural: 'rolebindings', isNamespaced };

/**
 * Somebody who may do in a namespace what the rules say, and nothing else.
 *
 * @param kubeconfig of somebody who may make tokens
 * @param person whose rules are those of a Role
 * @returns the API server as that person sees it; the caller closes it
 */
export async function makePerson(
  admin: KubeClient,
  kubeconfig: string,
  { namespace, name, rules }: Account & { readonly rules: readonly object[] },
): Promise<KubeClient> {
  const object = (apiVersion: string, kind: string, more: object = {}): KubeObject => ({
    apiVersion,
    kind,
    metadata: { namespace, name },
    ...more,
  });
  await admin.create(accounts, object('v1', 'ServiceAccount'));
  await admin.create(roles, object(`${group}/v1`, 'Role', { rules }));
  const subject = { subjects: [{ kind: 'ServiceAccount', namespace, name }], roleRef: { apiGroup: group, kind: 'Role', name } };
  await admin.create(roleBindings, object(`${group}/v1`, 'RoleBinding', subject));
  return connect({ kubeconfig: await accountKubeconfig(kubeconfig, { namespace, name }), userAgent: 'api-test', rateLimit: 'none' });
}
