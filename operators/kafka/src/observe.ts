import { randomBytes } from 'node:crypto';
import type { KafkaCluster } from '@dataservices/api';
import type { Kube } from '@dataservices/kube';
import { resources } from '@dataservices/kube';
import { claimView, type Pod, podView, storageClassView } from '@dataservices/members';
import type { StoredObject } from '@dataservices/plan';
import { type ClusterCaches, objectMap, objectsOf } from '@dataservices/reconcile';
import type { KafkaAccess } from './client/kafka-access.ts';
import type { KafkaAdmin } from './client/port.ts';
import { type Names, namesOf, type Role, setOf } from './names.ts';
import { observeKafka, observeQuorum } from './observe/kafka.ts';
import { observeMembers, targetsOf } from './observe/members.ts';
import { observeUsers } from './observe/users.ts';
import type { Observed } from './observed.ts';
import type { Settings } from './settings.ts';

export type ObserveInput = {
  readonly cluster: KafkaCluster;
  readonly caches: ClusterCaches;
  readonly kube: Kube;
  readonly connect: (access: Pick<KafkaAccess, 'brokers' | 'controllers'>) => KafkaAdmin;
  readonly settings: Settings;
  readonly now: number;
  readonly signal: AbortSignal;
};

/** Whoever gets it closes `admin`. */
export type Observation = { readonly observed: Observed; readonly admin: KafkaAdmin };

/** All that the plan may know of one cluster: what the API server holds, what each server says of itself, and what the brokers say of the cluster. */
export async function observe(input: ObserveInput): Promise<Observation> {
  const { cluster, caches, settings, now, signal } = input;
  const { namespace, name } = cluster.metadata;
  const names = namesOf({ namespace, name, clusterDomain: settings.clusterDomain });
  const stored = objectsOf(caches.pods, cluster);
  const pods = stored.map((pod) => viewOf(pod, caches));
  const claims = { broker: claimsOf(input, names, 'broker'), controller: claimsOf(input, names, 'controller') };
  const look = { names, spec: cluster.spec, pods, stored };
  const access = { brokers: targetsOf(look, 'broker'), controllers: targetsOf(look, 'controller') };
  const admin = input.connect(access);
  const [brokers, controllers, quorum, kafka, users, objects] = await Promise.all([
    observeMembers({ ...look, role: 'broker', claims: claims.broker, admin, signal }),
    observeMembers({ ...look, role: 'controller', claims: claims.controller, admin, signal }),
    observeQuorum(admin, access, signal),
    observeKafka({ admin, access, cluster, signal }),
    observeUsers({ kube: input.kube, cluster, names, admin, canAsk: access.brokers.length > 0, signal }),
    storedObjects(input, names),
  ]);
  const { stored: userSecrets, ...plannable } = users;
  for (const secret of userSecrets) objects.set(`${secret.kind}/${secret.metadata.name}`, secret);
  const storageClasses = caches.storageClasses.list().map(storageClassView);
  const observed = {
    now,
    cluster,
    names,
    settings,
    fresh: freshIdentities(),
    brokers,
    controllers,
    quorum,
    kafka,
    ...plannable,
    claims,
    storageClasses,
    objects,
  };
  return { admin, observed };
}

function claimsOf({ caches, cluster }: ObserveInput, names: Names, role: Role) {
  return objectsOf(caches.claims, cluster).flatMap((claim) => claimView(claim, `data-${setOf(names, role)}`) ?? []);
}

function viewOf(pod: Pod, { nodes }: ClusterCaches) {
  return podView(pod, pod.spec?.nodeName === undefined ? undefined : nodes.get(pod.spec.nodeName), 'kafka');
}

/** As many controllers as there can be. */
const mostFounders = 9;

function freshIdentities(): Observed['fresh'] {
  return { clusterId: kafkaId(), directoryIds: Array.from({ length: mostFounders }, kafkaId) };
}

/** In Kafka's form. One that begins with a dash would be taken for an option of a command. */
function kafkaId(): string {
  for (;;) {
    const id = randomBytes(16).toString('base64url');
    if (!id.startsWith('-')) return id;
  }
}

async function storedObjects({ caches, cluster, kube, signal }: ObserveInput, names: Names): Promise<Map<string, StoredObject>> {
  const { statefulSets, services, configMaps, serviceAccounts, podDisruptionBudgets, claims } = caches;
  const objects = objectMap([statefulSets, services, configMaps, serviceAccounts, podDisruptionBudgets, claims], cluster);
  // The operator may neither list nor watch Secrets.
  const ref = { namespace: names.namespace, name: names.bindingSecret };
  const binding = await kube.get<StoredObject>(resources.secrets, ref, { signal });
  if (binding !== undefined) objects.set(`${binding.kind}/${binding.metadata.name}`, binding);
  return objects;
}
