import { ownersWhenMade, restartToken } from '@dataservices/members';
import { annotationKeys, objectLabels, stableHash } from '@dataservices/plan';
import { type ClaimTemplate, type PodTemplate, recordedClaim, type StatefulSet, statefulSet } from '@dataservices/resources';
import { type Role, setOf } from '../names.ts';
import type { Observed } from '../observed.ts';
import { clusterIdOf } from '../plan/identity.ts';
import { neededOrdinals } from '../plan/needed-ordinals.ts';
import { jvmOptions } from './jvm-options.ts';
import { kafkaConfig } from './kafka-config.ts';
import { componentOf, metadata, selectorOf } from './metadata.ts';
import { podSpec } from './pod.ts';

export function membersStatefulSet(observed: Observed, role: Role): StatefulSet {
  const { names } = observed;
  return statefulSet({
    metadata: metadata(observed, setOf(names, role), { role }),
    replicas: neededOrdinals(observed, role),
    serviceName: role === 'broker' ? names.headless : names.controllerHeadless,
    selector: selectorOf(observed, role),
    template: template(observed, role),
    claim: claim(observed, role),
  });
}

/**
 * What a pod must have been made from to be up to date. Labels, the numbers of members, the scripts, and settings that running brokers take are
 * not part of it; the token of a restart that is asked for is.
 */
export function podHashOf(observed: Observed, role: Role): string {
  const { metadata: meta, status, spec } = observed.cluster;
  // Absent until a restart was asked for: a hash that knows of it would restart everybody once.
  const restart = restartToken(meta.annotations, status.requests);
  return stableHash({
    spec: podSpec(observed, role, clusterIdOf(observed)),
    config: kafkaConfig(observed, role),
    jvm: jvmOptions(observed.cluster, role),
    logging: spec.logging.level,
    ...(restart !== undefined && { restart }),
  });
}

function template(observed: Observed, role: Role): PodTemplate {
  const { labels, annotations } = observed.cluster.spec.pod;
  return {
    metadata: {
      labels: { ...labels, ...objectLabels(componentOf(observed, role)) },
      annotations: {
        ...annotations,
        [annotationKeys.clusterId]: clusterIdOf(observed),
        [annotationKeys.podHash]: podHashOf(observed, role),
      },
    },
    spec: podSpec(observed, role, clusterIdOf(observed)),
  };
}

function claim(observed: Observed, role: Role): ClaimTemplate | undefined {
  const { storage, controllers } = observed.cluster.spec;
  if (storage.ephemeral) return undefined;
  const { size, className } = role === 'broker' ? storage : controllers.storage;
  return {
    name: 'data',
    labels: objectLabels(componentOf(observed, role)),
    annotations: { [annotationKeys.clusterId]: clusterIdOf(observed) },
    ...recordedClaim(observed.objects.get(`StatefulSet/${setOf(observed.names, role)}`), {
      size,
      owners: ownersWhenMade({ owner: observed.cluster, whenDeleted: storage.whenDeleted }),
    }),
    className,
  };
}
