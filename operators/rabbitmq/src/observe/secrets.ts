import type { RabbitmqCluster } from '@dataservices/api';
import { type Kube, resources } from '@dataservices/kube';
import { type FormerUser, formerUsers } from '@dataservices/members';
import type { StoredObject } from '@dataservices/plan';
import { observeFormerSecrets, type Secret, secretText } from '@dataservices/reconcile';
import { clientSecretNames, type Names } from '../names.ts';
import type { Client, ObservedSecrets } from '../observed.ts';
import { observeClients } from './client-secrets.ts';
import { observeDefinitions } from './definitions.ts';
import { cookieHashOf, internalSecretProblem, newInternalSecret } from './internal-secret.ts';

export type SecretsView = ObservedSecrets & {
  readonly operatorPassword?: string;
  readonly clients: readonly Omit<Client, 'known'>[];
  readonly former: readonly Omit<FormerUser, 'isKnown' | 'refused'>[];
  /** For retention and comparison. */
  readonly stored: readonly StoredObject[];
};

export type SecretsInput = {
  readonly kube: Kube;
  readonly cluster: RabbitmqCluster;
  readonly names: Names;
  /** Whether nodes run, with the cookie and the password of a Secret that may be gone. */
  readonly isRunning: boolean;
  readonly signal: AbortSignal;
};

/** Reads the Secrets one by one: the operator may neither list nor watch them. */
export async function observeSecrets({ kube, cluster, names, isRunning, signal }: SecretsInput): Promise<SecretsView> {
  const read = (name: string) => kube.get<Secret>(resources.secrets, { namespace: names.namespace, name }, { signal });
  const former = formerUsers(cluster);
  const [internal, clients, leftOver, definitionsProblem] = await Promise.all([
    read(names.internalSecret),
    observeClients({ cluster, names, read }),
    Promise.all(former.map((user) => observeFormerSecrets(clientSecretNames(names, user), read, cluster.metadata.name))),
    observeDefinitions(cluster, kube, signal),
  ]);
  const operatorPassword = secretText(internal, 'operator-password');
  const newInternal = internal === undefined && !isRunning ? newInternalSecret(cluster, names) : undefined;
  const { cookieHash: recorded } = cluster.status.formation ?? {};
  const problem = internalSecretProblem({ secret: internal, name: names.internalSecret, isRunning, cookieHash: recorded });
  const cookieHash = cookieHashOf(internal);
  return {
    missing: [newInternal, ...clients.map(({ missing }) => missing)].filter((secret) => secret !== undefined),
    stored: [internal, ...clients.flatMap(({ stored }) => stored)].filter((secret) => secret !== undefined),
    clients: clients.map(({ missing: _, stored: __, secretUid: ___, ...client }) => client),
    former: former.map((user, at) => ({ user, secrets: leftOver[at] ?? [] })),
    ...(definitionsProblem !== undefined && { definitionsProblem }),
    ...(problem !== undefined && { problem }),
    ...(cookieHash !== undefined && { cookieHash }),
    ...(operatorPassword !== undefined && { operatorPassword }),
  };
}
