import { ownersWhenMade, restartToken } from '@dataservices/members';
import { annotationKeys, objectLabels, stableHash } from '@dataservices/plan';
import { type ClaimTemplate, type PodTemplate, recordedClaim, type StatefulSet, statefulSet } from '@dataservices/resources';
import type { Observed } from '../observed.ts';
import { clusterIdOf } from '../plan/identity.ts';
import { neededOrdinals } from '../plan/needed-ordinals.ts';
import { componentOf, metadata, selectorOf } from './metadata.ts';
import { podSpec } from './pod.ts';
import { restartConfig } from './rabbitmq-config.ts';

export function membersStatefulSet(observed: Observed): StatefulSet {
  return statefulSet({
    metadata: metadata(observed, observed.names.data),
    replicas: neededOrdinals(observed),
    serviceName: observed.names.headless,
    selector: selectorOf(observed),
    template: template(observed),
    claim: claim(observed),
  });
}

/** What a pod must have been made from to be up to date. Labels, the number of members, the scripts and the plugins are not part of it; the token of a restart that is asked for is. */
export function podHashOf(observed: Observed): string {
  const { metadata: meta, status } = observed.cluster;
  // Absent until a restart was asked for: a hash that knows of it would restart everybody once.
  const restart = restartToken(meta.annotations, status.requests);
  return stableHash({
    spec: podSpec(observed, clusterIdOf(observed)),
    config: restartConfig(observed.cluster),
    ...(restart !== undefined && { restart }),
  });
}

function template(observed: Observed): PodTemplate {
  const { labels, annotations } = observed.cluster.spec.pod;
  return {
    metadata: {
      labels: { ...labels, ...objectLabels(componentOf(observed)) },
      annotations: {
        ...annotations,
        [annotationKeys.clusterId]: clusterIdOf(observed),
        [annotationKeys.podHash]: podHashOf(observed),
      },
    },
    spec: podSpec(observed, clusterIdOf(observed)),
  };
}

function claim(observed: Observed): ClaimTemplate | undefined {
  const { ephemeral, className, size, whenDeleted } = observed.cluster.spec.storage;
  if (ephemeral) return undefined;
  return {
    name: 'data',
    labels: objectLabels(componentOf(observed)),
    annotations: { [annotationKeys.clusterId]: clusterIdOf(observed) },
    ...recordedClaim(observed.objects.get(`StatefulSet/${observed.names.data}`), {
      size,
      owners: ownersWhenMade({ owner: observed.cluster, whenDeleted }),
    }),
    className,
  };
}
