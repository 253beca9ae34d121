import { randomBytes } from 'node:crypto';
import type { ZookeeperCluster } from '@dataservices/api';
import { type CertificatesView, observeCertificates, type TlsAccess } from '@dataservices/certificates';
import type { Kube } from '@dataservices/kube';
import { claimView, type Pod, podView, storageClassView } from '@dataservices/members';
import type { StoredObject } from '@dataservices/plan';
import { type ClusterCaches, objectMap, objectsOf } from '@dataservices/reconcile';
import type { ZookeeperPort } from './client/port.ts';
import { namesOf } from './names.ts';
import { observeAccess } from './observe/access.ts';
import { observeMembers } from './observe/members.ts';
import { observeSecrets } from './observe/secrets.ts';
import type { Observed } from './observed.ts';
import { ensembleOf } from './plan/ensemble.ts';
import { requiredNames } from './resources/certificate-names.ts';
import { orderAnnotation } from './resources/order.ts';
import type { Settings } from './settings.ts';

export type ObserveInput = {
  readonly cluster: ZookeeperCluster;
  readonly caches: ClusterCaches;
  readonly kube: Kube;
  readonly connect: (operatorPassword: string, tls?: TlsAccess) => ZookeeperPort;
  readonly settings: Settings;
  readonly now: number;
  readonly signal: AbortSignal;
};

export type Observation = { readonly observed: Observed; readonly zookeeper: ZookeeperPort | undefined };

/** All that the plan may know of one cluster: what the API server holds, and what each server says of itself. */
export async function observe(input: ObserveInput): Promise<Observation> {
  const { cluster, caches, kube, settings, now, signal } = input;
  const { namespace, name } = cluster.metadata;
  const names = namesOf({ namespace, name, clusterDomain: settings.clusterDomain });
  const stored = objectsOf(caches.pods, cluster);
  const pods = stored.map((pod) => viewOf(pod, caches));
  const secrets = await observeSecrets({ kube, cluster, names, isRunning: pods.some(({ isServerRunning }) => isServerRunning), signal });
  const certificates = await observeCertificates({
    kube,
    namespace,
    tls: cluster.spec.tls,
    secrets: { authority: names.authoritySecret, mounted: names.certificatesSecret },
    names: requiredNames({ names, settings, cluster }),
    isForClients: true,
    binding: secrets.stored.find((secret) => secret.metadata.name === names.bindingSecret),
    now,
    signal,
  });
  const tls = await tlsAccess(certificates, names.headlessDomain);
  // Without an authority nobody can be told from an impostor, and no member has started yet.
  const canConnect = secrets.operatorPassword !== undefined && tls?.authorities !== '';
  const zookeeper = canConnect ? input.connect(secrets.operatorPassword, tls) : undefined;
  const claims = objectsOf(caches.claims, cluster).flatMap((claim) => claimView(claim, `data-${names.data}`) ?? []);
  const logClaims = objectsOf(caches.claims, cluster).flatMap((claim) => claimView(claim, `log-${names.data}`) ?? []);
  const orders = ordersOf(stored);
  const members = await observeMembers({ names, replicas: cluster.spec.replicas, pods, claims, logClaims, orders, zookeeper });
  const leader = ensembleOf({ members })?.leader;
  const access = await observeAccess({ cluster, leader, zookeeper });
  const { operatorPassword: _, stored: __, ...plannable } = secrets;
  return {
    zookeeper,
    observed: {
      now,
      cluster,
      names,
      settings,
      freshClusterId: randomBytes(8).toString('hex'),
      members,
      claims,
      logClaims,
      storageClasses: caches.storageClasses.list().map(storageClassView),
      objects: storedObjects(input, [...secrets.stored, ...(certificates?.stored ?? [])]),
      secrets: plannable,
      ...(access !== undefined && { access }),
      ...(certificates !== undefined && { tls: certificates.tls }),
    },
  };
}

async function tlsAccess(certificates: CertificatesView | undefined, domain: string): Promise<TlsAccess | undefined> {
  if (certificates === undefined) return undefined;
  const { authorityPem: authorities, mounted } = certificates.tls;
  const witness = await certificates.witness();
  return { authorities, domain, mounted, ...(witness !== undefined && { witness }) };
}

function viewOf(pod: Pod, { nodes }: ClusterCaches) {
  return podView(pod, pod.spec?.nodeName === undefined ? undefined : nodes.get(pod.spec.nodeName), 'zookeeper');
}

function ordersOf(pods: readonly Pod[]): ReadonlyMap<string, string> {
  return new Map(
    pods.flatMap(({ metadata }) => {
      const order = metadata.annotations?.[orderAnnotation];
      return order === undefined ? [] : [[metadata.name, order] as const];
    }),
  );
}

function storedObjects({ caches, cluster }: ObserveInput, stored: readonly StoredObject[]): ReadonlyMap<string, StoredObject> {
  const { statefulSets, services, configMaps, serviceAccounts, podDisruptionBudgets, networkPolicies, claims } = caches;
  const objects = objectMap([statefulSets, services, configMaps, serviceAccounts, podDisruptionBudgets, networkPolicies, claims], cluster);
  for (const secret of stored) objects.set(`${secret.kind}/${secret.metadata.name}`, secret);
  return objects;
}
