import type { KubeObject } from '@dataservices/plan';
import { podDisruptionBudget, serviceAccount } from '@dataservices/resources';
import type { Observed } from '../observed.ts';
import { foreignVolumes } from '../plan/identity.ts';
import { logVolumesProblem } from '../plan/log-volumes.ts';
import { bindingSecret, userBindings } from './binding-secret.ts';
import { zookeeperConfigMap } from './config-map.ts';
import { metadata, selectorOf } from './metadata.ts';
import { clusterPolicies } from './network-policies.ts';
import { retention } from './retention.ts';
import { clientService, nodesService } from './services.ts';
import { membersStatefulSet } from './stateful-set.ts';

/** Everything that a ZookeeperCluster owns, in the order in which it is made: what a pod needs comes before the pod. */
export function desiredObjects(observed: Observed): readonly KubeObject[] {
  const { names } = observed;
  return [
    serviceAccount(metadata(observed, names.data), observed.settings.imagePullSecrets),
    zookeeperConfigMap(observed),
    nodesService(observed),
    clientService(observed),
    podDisruptionBudget(metadata(observed, names.data), selectorOf(observed)),
    ...clusterPolicies(observed),
    // Without an authority a client could not tell a member from an impostor.
    ...(observed.tls?.authorityPem === '' ? [] : [bindingSecret(observed), ...userBindings(observed)]),
    ...workloads(observed),
    ...retention(observed),
  ];
}

/** Pods are neither made nor changed before the origin of their ensemble is written down, nor while volumes or passwords are not those of this cluster, or there is no certificate. */
function workloads(observed: Observed): readonly KubeObject[] {
  const { cluster, secrets, tls } = observed;
  const hasNoCertificate = tls !== undefined && tls.files === undefined;
  const isBlocked = cluster.status.ensemble === undefined || secrets.problem !== undefined || hasNoCertificate;
  const hasOtherVolumes = foreignVolumes(observed) !== undefined || logVolumesProblem(observed) !== undefined;
  return isBlocked || hasOtherVolumes ? [] : [membersStatefulSet(observed)];
}
