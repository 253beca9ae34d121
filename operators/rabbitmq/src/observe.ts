import { randomBytes } from 'node:crypto';
import type { RabbitmqCluster } from '@dataservices/api';
import type { Kube } from '@dataservices/kube';
import { claimView, type Pod, podView, storageClassView } from '@dataservices/members';
import type { StoredObject } from '@dataservices/plan';
import { type ClusterCaches, objectMap, objectsOf } from '@dataservices/reconcile';
import type { RabbitmqPort } from './client/port.ts';
import { namesOf } from './names.ts';
import { observeMembers, type Told } from './observe/members.ts';
import { observeSecrets, type SecretsView } from './observe/secrets.ts';
import { observeService } from './observe/service.ts';
import type { Observed } from './observed.ts';
import { orderAnnotation } from './resources/order.ts';
import { taskAnnotation } from './resources/task.ts';
import type { Settings } from './settings.ts';

export type ObserveInput = {
  readonly cluster: RabbitmqCluster;
  readonly caches: ClusterCaches;
  readonly kube: Kube;
  readonly connect: (operatorPassword: string) => RabbitmqPort;
  readonly settings: Settings;
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
  const rabbitmq = secrets.operatorPassword === undefined ? undefined : input.connect(secrets.operatorPassword);
  const claims = objectsOf(caches.claims, cluster).flatMap((claim) => claimView(claim, `data-${names.data}`) ?? []);
  const members = await observeMembers({ names, replicas: cluster.spec.replicas, pods, claims, told: toldTo(stored), rabbitmq });
  const service = await observeService({ members, rabbitmq, appPassword: secrets.appPassword });
  const { operatorPassword: _, stored: __, ...plannable } = secrets;
  return {
    rabbitmq,
    observed: {
      now,
      cluster,
      names,
      settings,
      fresh: randomBytes(8).toString('hex'),
      members,
      ...service,
      claims,
      storageClasses: caches.storageClasses.list().map(storageClassView),
      objects: storedObjects(input, secrets),
      secrets: plannable,
    },
  };
}

function viewOf(pod: Pod, { nodes }: ClusterCaches) {
  return podView(pod, pod.spec?.nodeName === undefined ? undefined : nodes.get(pod.spec.nodeName), 'rabbitmq');
}

function toldTo(pods: readonly Pod[]): ReadonlyMap<string, Told> {
  return new Map(
    pods.map(({ metadata }) => {
      const { [orderAnnotation]: order, [taskAnnotation]: task } = metadata.annotations ?? {};
      return [metadata.name, { ...(order !== undefined && { order }), ...(task !== undefined && { task }) }];
    }),
  );
}

function storedObjects({ caches, cluster }: ObserveInput, { stored }: SecretsView): ReadonlyMap<string, StoredObject> {
  const { statefulSets, services, configMaps, serviceAccounts, podDisruptionBudgets, claims } = caches;
  const objects = objectMap([statefulSets, services, configMaps, serviceAccounts, podDisruptionBudgets, claims], cluster);
  for (const secret of stored) objects.set(`${secret.kind}/${secret.metadata.name}`, secret);
  return objects;
}
