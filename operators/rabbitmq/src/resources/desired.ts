import type { KubeObject } from '@dataservices/plan';
import { podDisruptionBudget, serviceAccount } from '@dataservices/resources';
import type { Observed } from '../observed.ts';
import { foreignVolumes } from '../plan/identity.ts';
import { bindingSecret } from './binding-secret.ts';
import { rabbitmqConfigMap } from './config-map.ts';
import { metadata, selectorOf } from './metadata.ts';
import { retention } from './retention.ts';
import { clientService, nodesService } from './services.ts';
import { membersStatefulSet } from './stateful-set.ts';

/** Everything that a RabbitmqCluster owns, in the order in which it is made: what a pod needs comes before the pod. */
export function desiredObjects(observed: Observed): readonly KubeObject[] {
  const { names } = observed;
  return [
    serviceAccount(metadata(observed, names.data)),
    rabbitmqConfigMap(observed),
    nodesService(observed),
    clientService(observed),
    podDisruptionBudget(metadata(observed, names.data), selectorOf(observed)),
    ...[bindingSecret(observed)].filter((secret) => secret !== undefined),
    ...workloads(observed),
    ...retention(observed),
  ];
}

/** Pods are neither made nor changed before the origin of their cluster is written down, nor while volumes or passwords are not those of this cluster. */
function workloads(observed: Observed): readonly KubeObject[] {
  const isBlocked = observed.cluster.status.formation === undefined || observed.secrets.problem !== undefined;
  return isBlocked || foreignVolumes(observed) !== undefined ? [] : [membersStatefulSet(observed)];
}
