import { randomBytes } from 'node:crypto';
import type { RabbitmqCluster } from '@dataservices/api';
import { type CertificatesView, observeCertificates, type TlsAccess } from '@dataservices/certificates';
import type { Kube } from '@dataservices/kube';
import { claimView, type Pod, podView, storageClassView } from '@dataservices/members';
import type { StoredObject } from '@dataservices/plan';
import { type ClusterCaches, objectMap, objectsOf, type Refusals } from '@dataservices/reconcile';
import type { RabbitmqPort } from './client/port.ts';
import { clientPorts, namesOf } from './names.ts';
import { withCaughtUp } from './observe/caught-up.ts';
import { observeMembers, type Told } from './observe/members.ts';
import { observeSecrets } from './observe/secrets.ts';
import { observeService } from './observe/service.ts';
import type { Observed } from './observed.ts';
import { requiredNames } from './resources/certificate-names.ts';
import { orderAnnotation } from './resources/order.ts';
import { pluginsAnnotation } from './resources/plugins.ts';
import { taskAnnotation } from './resources/task.ts';
import type { Settings } from './settings.ts';

export type ObserveInput = {
  readonly cluster: RabbitmqCluster;
  readonly caches: ClusterCaches;
  readonly kube: Kube;
  readonly connect: (operatorPassword: string, tls?: TlsAccess) => RabbitmqPort;
  readonly settings: Settings;
  readonly refusals: Refusals;
  readonly now: number;
  readonly signal: AbortSignal;
};

export type Observation = { readonly observed: Observed; readonly rabbitmq: RabbitmqPort | undefined };

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
  // Without an authority nobody can be told from an impostor, and no node has started yet.
  const canConnect = secrets.operatorPassword !== undefined && tls?.authorities !== '';
  const rabbitmq = canConnect ? input.connect(secrets.operatorPassword, tls) : undefined;
  const claims = objectsOf(caches.claims, cluster).flatMap((claim) => claimView(claim, `data-${names.data}`) ?? []);
  const { management: port } = clientPorts(cluster);
  const told = toldTo(stored);
  const members = await observeMembers({ names, replicas: cluster.spec.replicas, pods, claims, told, rabbitmq, port });
  const { operatorPassword: _, stored: __, clients, former, ...plannable } = secrets;
  const service = await observeService({ cluster, members, rabbitmq, clients, former, refusals: input.refusals });
  const observed: Observed = {
    now,
    cluster,
    names,
    settings,
    fresh: randomBytes(8).toString('hex'),
    members,
    ...service,
    claims,
    storageClasses: caches.storageClasses.list().map(storageClassView),
    objects: storedObjects(input, [...secrets.stored, ...(certificates?.stored ?? [])]),
    secrets: plannable,
    ...(certificates !== undefined && { tls: certificates.tls }),
  };
  return { rabbitmq, observed: await withCaughtUp(observed, rabbitmq) };
}

function viewOf(pod: Pod, { nodes }: ClusterCaches) {
  return podView(pod, pod.spec?.nodeName === undefined ? undefined : nodes.get(pod.spec.nodeName), 'rabbitmq');
}

function toldTo(pods: readonly Pod[]): ReadonlyMap<string, Told> {
  return new Map(
    pods.map(({ metadata }) => {
      const { [orderAnnotation]: order, [taskAnnotation]: task, [pluginsAnnotation]: plugins } = metadata.annotations ?? {};
      const known = { ...(order !== undefined && { order }), ...(task !== undefined && { task }) };
      const madeMs = metadata.creationTimestamp === undefined ? undefined : Date.parse(metadata.creationTimestamp);
      return [metadata.name, { ...known, ...(plugins !== undefined && { plugins }), ...(madeMs !== undefined && { madeMs }) }];
    }),
  );
}

async function tlsAccess(certificates: CertificatesView | undefined, domain: string): Promise<TlsAccess | undefined> {
  if (certificates === undefined) return undefined;
  const { authorityPem: authorities, mounted } = certificates.tls;
  const witness = await certificates.witness();
  return { authorities, domain, mounted, ...(witness !== undefined && { witness }) };
}

function storedObjects({ caches, cluster }: ObserveInput, stored: readonly StoredObject[]): ReadonlyMap<string, StoredObject> {
  const { statefulSets, services, configMaps, serviceAccounts, podDisruptionBudgets, networkPolicies, claims } = caches;
  const objects = objectMap([statefulSets, services, configMaps, serviceAccounts, podDisruptionBudgets, networkPolicies, claims], cluster);
  for (const secret of stored) objects.set(`${secret.kind}/${secret.metadata.name}`, secret);
  return objects;
}
