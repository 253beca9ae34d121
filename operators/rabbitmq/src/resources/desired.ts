import type { KubeObject } from '@dataservices/plan';
import { serviceAccount } from '@dataservices/resources';
import type { Observed } from '../observed.ts';
import { foreignVolumes } from '../plan/identity.ts';
import { upgradeStall } from '../plan/upgrade.ts';
import { bindingSecrets } from './binding-secret.ts';
import { rabbitmqConfigMap } from './config-map.ts';
import { disruptionBudget } from './disruption-budget.ts';
import { metadata } from './metadata.ts';
import { clusterPolicies } from './network-policies.ts';
import { retention } from './retention.ts';
import { clientService, nodesService } from './services.ts';
import { membersStatefulSet } from './stateful-set.ts';

/** Everything that a RabbitmqCluster owns, in the order in which it is made: what a pod needs comes before the pod. */
export function desiredObjects(observed: Observed): readonly KubeObject[] {
  const { names } = observed;
  return [
    serviceAccount(metadata(observed, names.data), observed.settings.imagePullSecrets),
    rabbitmqConfigMap(observed),
    nodesService(observed),
    clientService(observed),
    disruptionBudget(observed),
    ...clusterPolicies(observed),
    // Without an authority a client could not tell a node from an impostor.
    ...(observed.tls?.authorityPem === '' ? [] : bindingSecrets(observed)),
    ...workloads(observed),
    ...retention(observed),
  ];
}

/** Pods are neither made nor changed before the origin of their cluster is written down, nor while volumes or passwords are not those of this cluster, or there is no certificate. */
function workloads(observed: Observed): readonly KubeObject[] {
  const { cluster, secrets, tls } = observed;
  const hasNoCertificate = tls !== undefined && tls.files === undefined;
  const isUnready = cluster.status.formation === undefined || hasNoCertificate;
  const isRefused = secrets.problem !== undefined || foreignVolumes(observed) !== undefined || upgradeStall(observed) !== undefined;
  return isUnready || isRefused ? [] : [membersStatefulSet(observed)];
}
