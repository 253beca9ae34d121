import { unwantedNetworkPolicies } from '@dataservices/members';
import type { KubeObject, StoredObject } from '@dataservices/plan';
import { podDisruptionBudget, serviceAccount } from '@dataservices/resources';
import type { Observed } from '../observed.ts';
import { foreignVolumes } from '../plan/identity.ts';
import { aclSecret } from './acl-secret.ts';
import { bindingSecret } from './binding-secret.ts';
import { redisConfigMap } from './config-map.ts';
import { metadata, selectorOf } from './metadata.ts';
import { clusterPolicies } from './network-policies.ts';
import { retention } from './retention.ts';
import { clientService, nodesService, readonlyService, sentinelService } from './services.ts';
import { dataStatefulSet, sentinelStatefulSet } from './stateful-sets.ts';

/** Everything that a RedisCluster owns, in the order in which it is made: what a pod needs comes before the pod. */
export function desiredObjects(observed: Observed): readonly KubeObject[] {
  const { names, cluster, secrets, tls } = observed;
  const bindings = tls?.authorityPem === '' ? [] : secrets.clients.map((client) => bindingSecret(observed, client));
  return [
    serviceAccount(metadata(observed, names.data, 'data'), observed.settings.imagePullSecrets),
    redisConfigMap(observed),
    nodesService(observed),
    clientService(observed),
    ...(cluster.spec.readOnlyService === 'Enabled' ? [readonlyService(observed)] : []),
    sentinelService(observed),
    podDisruptionBudget(metadata(observed, names.data, 'data'), selectorOf(observed, 'data')),
    podDisruptionBudget(metadata(observed, names.sentinel, 'sentinel'), selectorOf(observed, 'sentinel')),
    ...clusterPolicies(observed),
    ...bindings.filter((binding) => binding !== undefined),
    ...(observed.secrets.problem === undefined ? [aclSecret(observed)] : []),
    ...workloads(observed),
    ...retention(observed),
  ];
}

/** Pods are neither made nor changed while their volumes or passwords are not those of this cluster, or there is no certificate for them. */
function workloads(observed: Observed): readonly KubeObject[] {
  if (foreignVolumes(observed) !== undefined || observed.secrets.problem !== undefined || hasNoCertificate(observed)) return [];
  return [sentinelStatefulSet(observed), dataStatefulSet(observed)];
}

function hasNoCertificate({ tls }: Observed): boolean {
  return tls !== undefined && tls.files === undefined;
}

/** What this cluster made and wants no longer. */
export function unwantedObjects(observed: Observed): readonly StoredObject[] {
  return [...unwantedService(observed), ...unwantedNetworkPolicies(observed), ...observed.secrets.former.flatMap(({ secrets }) => secrets)];
}

function unwantedService({ cluster, names, objects }: Observed): readonly StoredObject[] {
  if (cluster.spec.readOnlyService === 'Enabled') return [];
  const service = objects.get(`Service/${names.readonlyService}`);
  const isOwn = service?.metadata.ownerReferences?.some(({ uid }) => uid === cluster.metadata.uid) === true;
  return service !== undefined && isOwn ? [service] : [];
}
