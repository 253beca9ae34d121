import type { KafkaCluster } from '@dataservices/api';
import { type CertificatesView, observeCertificates } from '@dataservices/certificates';
import type { Kube } from '@dataservices/kube';
import { resources } from '@dataservices/kube';
import { claimView, type Node, type Pod, podView, storageClassView } from '@dataservices/members';
import type { StoredObject } from '@dataservices/plan';
import { type ClusterCaches, objectMap, objectsOf, type Refusals } from '@dataservices/reconcile';
import type { KafkaAccess, KafkaTls } from './client/kafka-access.ts';
import type { KafkaAdmin } from './client/port.ts';
import { newKafkaId } from './kafka-id.ts';
import { type Names, namesOf, type Role, setOf } from './names.ts';
import { observeKafka, observeQuorum } from './observe/kafka.ts';
import { observeMembers, targetsOf } from './observe/members.ts';
import { observeUsers } from './observe/users.ts';
import type { Observed } from './observed.ts';
import { memberCommonName, requiredNames } from './resources/certificate-names.ts';
import type { Settings } from './settings.ts';

export type ObserveInput = {
  readonly cluster: KafkaCluster;
  readonly caches: ClusterCaches;
  readonly kube: Kube;
  readonly connect: (access: Pick<KafkaAccess, 'brokers' | 'controllers' | 'tls'>) => KafkaAdmin;
  readonly settings: Settings;
  readonly refusals: Refusals;
  readonly now: number;
  readonly signal: AbortSignal;
};

/** Whoever gets it closes `admin`. */
export type Observation = { readonly observed: Observed; readonly admin: KafkaAdmin };

/** All that the plan may know of one cluster: what the API server holds, what each server says of itself, and what the brokers say of the cluster. */
export async function observe(input: ObserveInput): Promise<Observation> {
  const { cluster, caches, kube, settings, refusals, now, signal } = input;
  const { namespace, name } = cluster.metadata;
  const names = namesOf({ namespace, name, clusterDomain: settings.clusterDomain });
  const stored = objectsOf(caches.pods, cluster);
  const pods = stored.map((pod) => viewOf(pod, caches));
  const claims = { broker: claimsOf(input, names, 'broker'), controller: claimsOf(input, names, 'controller') };
  const binding = await kube.get<StoredObject>(resources.secrets, { namespace, name: names.bindingSecret }, { signal });
  const certificates = await observeCertificates({
    kube,
    namespace,
    tls: cluster.spec.tls,
    secrets: { authority: names.authoritySecret, mounted: names.certificatesSecret },
    names: requiredNames({ names, settings, cluster }),
    isForClients: true,
    binding,
    now,
    signal,
  });
  const tls = certificates && (await tlsAccess(certificates, names));
  const look = { names, spec: cluster.spec, pods, stored, nodeAddress: (node: string) => addressOf(caches.nodes.get(node)) };
  // Without an authority nobody can be told from an impostor, and no server has started yet.
  const canConnect = tls?.authorities !== '';
  const access = { brokers: canConnect ? targetsOf(look, 'broker') : [], controllers: canConnect ? targetsOf(look, 'controller') : [] };
  const admin = input.connect({ ...access, ...(tls !== undefined && { tls }) });
  const [brokers, controllers, quorum, kafka, users] = await Promise.all([
    observeMembers({ ...look, role: 'broker', claims: claims.broker, admin, signal }),
    observeMembers({ ...look, role: 'controller', claims: claims.controller, admin, signal }),
    observeQuorum(admin, access, signal),
    observeKafka({ admin, access, cluster, signal }),
    observeUsers({
      kube,
      cluster,
      names,
      admin,
      canAsk: access.brokers.length > 0,
      authorityPem: certificates?.tls.authorityPem,
      refusals,
      signal,
    }),
  ]);
  const { stored: userSecrets, ...plannable } = users;
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
    objects: storedObjects(input, [binding, ...(certificates?.stored ?? []), ...userSecrets]),
    ...(certificates !== undefined && { tls: certificates.tls }),
    nodeAddresses: caches.nodes.list().flatMap((node) => addressOf(node) ?? []),
  };
  return { admin, observed };
}

function claimsOf({ caches, cluster }: ObserveInput, names: Names, role: Role) {
  return objectsOf(caches.claims, cluster).flatMap((claim) => claimView(claim, `data-${setOf(names, role)}`) ?? []);
}

function viewOf(pod: Pod, { nodes }: ClusterCaches) {
  return podView(pod, pod.spec?.nodeName === undefined ? undefined : nodes.get(pod.spec.nodeName), 'kafka');
}

/** From outside, if it can be reached from there. */
function addressOf(node: Node | undefined): string | undefined {
  const of = (wanted: string) => node?.status?.addresses?.find(({ type }) => type === wanted)?.address;
  return of('ExternalIP') ?? of('ExternalDNS') ?? of('InternalIP') ?? of('Hostname');
}

/** As many controllers as there can be. */
const mostFounders = 9;

function freshIdentities(): Observed['fresh'] {
  return { clusterId: newKafkaId(), directoryIds: Array.from({ length: mostFounders }, newKafkaId) };
}

async function tlsAccess({ tls, witness, identity }: CertificatesView, names: Names): Promise<KafkaTls> {
  const { authorityPem: authorities, mounted } = tls;
  const [own, trial] = await Promise.all([identity(memberCommonName(names)), witness()]);
  return { authorities, ...(own !== undefined && { own }), look: { mounted, ...(trial !== undefined && { witness: trial }) } };
}

/** The operator may neither list nor watch Secrets: they are read by their names. */
function storedObjects(
  { caches, cluster }: ObserveInput,
  secrets: readonly (StoredObject | undefined)[],
): ReadonlyMap<string, StoredObject> {
  const { statefulSets, services, configMaps, serviceAccounts, podDisruptionBudgets, networkPolicies, claims } = caches;
  const objects = objectMap([statefulSets, services, configMaps, serviceAccounts, podDisruptionBudgets, networkPolicies, claims], cluster);
  for (const secret of secrets) if (secret !== undefined) objects.set(`${secret.kind}/${secret.metadata.name}`, secret);
  return objects;
}
