import type { RabbitmqCluster } from '@dataservices/api';
import { type KubeObject, objectLabels } from '@dataservices/plan';
import { newSecret, observeUserSecrets, type ReadSecret, type UserSecrets } from '@dataservices/reconcile';
import { clientSecretNames, type Names, users } from '../names.ts';
import { componentOf } from '../resources/metadata.ts';

export type ClientInput = { readonly cluster: RabbitmqCluster; readonly names: Names; readonly read: ReadSecret };

/** The Secrets of the client user, and then of each of `spec.users`. */
export function observeClients({ cluster, names, read }: ClientInput): Promise<readonly UserSecrets[]> {
  const { auth, users: further } = cluster.spec;
  const app = { user: users.app, secretName: auth.secretName, path: 'spec.auth.secretName' };
  const all = [app, ...further.map(({ name, secretName }, at) => ({ user: name, secretName, path: `spec.users[${at}].secretName` }))];
  const make = (name: string, content: Readonly<Record<string, string>>) => ownSecret(cluster, name, content);
  return Promise.all(all.map((one) => observeUserSecrets({ ...one, own: clientSecretNames(names, one.user) }, read, make)));
}

/** A Secret of this cluster that is absent. */
export function ownSecret(cluster: RabbitmqCluster, name: string, content: Readonly<Record<string, string>>): KubeObject {
  const { whenDeleted } = cluster.spec.storage;
  return newSecret({ owner: cluster, whenDeleted, name, labels: objectLabels(componentOf({ cluster })), content });
}
