import { ownersWhenMade, restartToken } from '@dataservices/members';
import { annotationKeys, objectLabels, stableHash } from '@dataservices/plan';
import { type ClaimTemplate, type PodTemplate, recordedClaim, type StatefulSet, statefulSet } from '@dataservices/resources';
import type { V1PodSpec } from '@kubernetes/client-node';
import type { Observed } from '../observed.ts';
import { clusterIdOf } from '../plan/identity.ts';
import { neededOrdinals } from '../plan/needed-ordinals.ts';
import { acceptedSettings } from './accepted-settings.ts';
import { dataPodSpec } from './data-pod.ts';
import { type ComponentName, componentOf, metadata, selectorOf } from './metadata.ts';
import { sentinelPodSpec } from './sentinel-pod.ts';

export function dataStatefulSet(observed: Observed): StatefulSet {
  return statefulSet({
    metadata: metadata(observed, observed.names.data, 'data'),
    replicas: neededOrdinals(observed),
    serviceName: observed.names.headless,
    selector: selectorOf(observed, 'data'),
    template: template(observed, 'data'),
    claim: claim(observed),
  });
}

export function sentinelStatefulSet(observed: Observed): StatefulSet {
  const { spec } = observed.cluster;
  return statefulSet({
    metadata: metadata(observed, observed.names.sentinel, 'sentinel'),
    replicas: spec.replicas === 0 ? 0 : spec.sentinel.replicas,
    serviceName: observed.names.headless,
    selector: selectorOf(observed, 'sentinel'),
    template: template(observed, 'sentinel'),
  });
}

/** What a pod must have been made from to be up to date. Labels, the number of members, the scripts and the settings that are changed live are not part of it; the token of a restart that is asked for is. */
export function podHashOf(observed: Observed, component: ComponentName): string {
  const { metadata, status } = observed.cluster;
  // Absent until a restart was asked for: a hash that knows of it would restart everybody once.
  const restart = restartToken(metadata.annotations, status.requests);
  return stableHash({ spec: podSpec(observed, component), config: {}, ...(restart !== undefined && { restart }) });
}

/** What a pod started with and can change without a restart: only one that does not run is told by it that a new one would start with something else. */
export function configHashOf(observed: Observed): string {
  return stableHash(acceptedSettings(observed));
}

function podSpec(observed: Observed, component: ComponentName): V1PodSpec {
  const clusterId = clusterIdOf(observed);
  return component === 'data' ? dataPodSpec(observed, clusterId) : sentinelPodSpec(observed, clusterId);
}

function template(observed: Observed, component: ComponentName): PodTemplate {
  const { labels, annotations } = observed.cluster.spec.pod;
  return {
    metadata: {
      labels: { ...labels, ...objectLabels(componentOf(observed, component)) },
      annotations: {
        ...annotations,
        [annotationKeys.clusterId]: clusterIdOf(observed),
        [annotationKeys.podHash]: podHashOf(observed, component),
        ...(component === 'data' && { [annotationKeys.configHash]: configHashOf(observed) }),
      },
    },
    spec: podSpec(observed, component),
  };
}

function claim(observed: Observed): ClaimTemplate | undefined {
  const { ephemeral, className, size, whenDeleted } = observed.cluster.spec.storage;
  if (ephemeral) return undefined;
  return {
    name: 'data',
    labels: objectLabels(componentOf(observed, 'data')),
    annotations: { [annotationKeys.clusterId]: clusterIdOf(observed) },
    ...recordedClaim(observed.objects.get(`StatefulSet/${observed.names.data}`), {
      size,
      owners: ownersWhenMade({ owner: observed.cluster, whenDeleted }),
    }),
    className,
  };
}
