import type { KubeObject } from '@dataservices/plan';
import { serviceAccount } from '@dataservices/resources';
import type { Role } from '../names.ts';
import type { Observed } from '../observed.ts';
import { foreignVolumes } from '../plan/identity.ts';
import { bindingSecrets } from './binding-secret.ts';
import { kafkaConfigMap } from './config-map.ts';
import { disruptionBudgets } from './disruption-budgets.ts';
import { listenerServices } from './listener-services.ts';
import { metadata } from './metadata.ts';
import { clusterPolicies } from './network-policies.ts';
import { retention } from './retention.ts';
import { clientService, nodesService } from './services.ts';
import { membersStatefulSet } from './stateful-set.ts';

const roles: readonly Role[] = ['controller', 'broker'];

/** Everything that a KafkaCluster owns, in the order in which it is made: what a pod needs comes before the pod. */
export function desiredObjects(observed: Observed): readonly KubeObject[] {
  const { names } = observed;
  return [
    serviceAccount(metadata(observed, names.data), observed.settings.imagePullSecrets),
    kafkaConfigMap(observed),
    ...roles.map((role) => nodesService(observed, role)),
    clientService(observed),
    ...listenerServices(observed),
    ...disruptionBudgets(observed),
    ...clusterPolicies(observed),
    // Without an authority a client could not tell a broker from an impostor.
    ...(observed.tls?.authorityPem === '' ? [] : bindingSecrets(observed)),
    ...workloads(observed),
    ...retention(observed),
  ];
}

/** Pods are neither made nor changed before the origin of their cluster is written down, nor while volumes are not those of this cluster, or there is no certificate. */
function workloads(observed: Observed): readonly KubeObject[] {
  const { cluster, tls } = observed;
  const hasNoCertificate = tls !== undefined && tls.files === undefined;
  if (cluster.status.kraft === undefined || hasNoCertificate || foreignVolumes(observed) !== undefined) return [];
  return roles.map((role) => membersStatefulSet(observed, role));
}
