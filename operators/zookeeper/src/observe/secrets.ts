import { createHash, randomBytes } from 'node:crypto';
import type { ZookeeperCluster } from '@dataservices/api';
import { type Kube, resources } from '@dataservices/kube';
import { ownersWhenMade } from '@dataservices/members';
import { type KubeObject, objectLabels, type StoredObject } from '@dataservices/plan';
import type { Names } from '../names.ts';
import type { ObservedSecrets } from '../observed.ts';
import { componentOf } from '../resources/metadata.ts';

type Secret = StoredObject & { readonly data?: Readonly<Record<string, string>> };

export type SecretsView = ObservedSecrets & {
  readonly operatorPassword?: string;
  /** For retention and comparison. */
  readonly stored: readonly StoredObject[];
};

export type SecretsInput = {
  readonly kube: Kube;
  readonly cluster: ZookeeperCluster;
  readonly names: Names;
  /** Whether servers run, with the password of a Secret that may be gone. */
  readonly isRunning: boolean;
  readonly signal: AbortSignal;
};

/** Reads the two Secrets one by one: the operator may neither list nor watch them. */
export async function observeSecrets({ kube, cluster, names, isRunning, signal }: SecretsInput): Promise<SecretsView> {
  const read = (name: string) => kube.get<Secret>(resources.secrets, { namespace: names.namespace, name }, { signal });
  const [internal, binding] = await Promise.all([read(names.internalSecret), read(names.bindingSecret)]);
  const isLost = internal === undefined && isRunning;
  const operatorPassword = decode(internal, 'operator-password');
  return {
    missing: internal === undefined && !isLost ? [internalSecret(cluster, names)] : [],
    stored: [internal, binding].filter((secret) => secret !== undefined),
    ...(isLost && { problem: describeLoss(names) }),
    ...(operatorPassword !== undefined && { operatorPassword }),
  };
}

/** Whether it goes with the cluster is for `storage.whenDeleted` to say. */
function internalSecret(cluster: ZookeeperCluster, { internalSecret: name }: Names): KubeObject {
  const password = randomBytes(24).toString('hex');
  const stringData = { 'operator-password': password, 'super-digest': superDigest(password) };
  const labels = objectLabels(componentOf({ cluster }));
  const ownerReferences = ownersWhenMade({ owner: cluster, whenDeleted: cluster.spec.storage.whenDeleted });
  return {
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: { name, namespace: cluster.metadata.namespace, labels, ownerReferences },
    ...{ stringData },
  };
}

/** ZooKeeper's own form: whoever logs in as the user super with this password may do everything. */
function superDigest(password: string): string {
  return `super:${createHash('sha1').update(`super:${password}`).digest('base64')}`;
}

function decode(secret: Secret | undefined, key: string): string | undefined {
  const value = secret?.data?.[key];
  return value === undefined || value === '' ? undefined : Buffer.from(value, 'base64').toString('utf8');
}

/** A new password would lock the operator out of the servers that run with the old one. */
function describeLoss({ internalSecret: name, data }: Names): string {
  return `Secret ${name} is gone while servers run with its password: restore it, or delete the StatefulSet ${data}, which loses no data, and all start with a new one`;
}
