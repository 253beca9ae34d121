import type { AutoScaler } from '@dataservices/api';
import { apiVersionOf, type Resource, resources } from '@dataservices/kube';

/** Kinds of this project: watched, and settled by their own condition. */
export const ownKinds: readonly Resource[] = [
  resources.redisClusters,
  resources.zookeeperClusters,
  resources.rabbitmqClusters,
  resources.kafkaClusters,
];

/** Kinds of Kubernetes, read when they are looked at. */
const workloads: readonly Resource[] = [resources.statefulSets, resources.deployments];

/**
 * The kind of a target: known, or named by the person who runs the operator. Undefined for any other. There is no discovery: what the operator may
 * read and scale is written down in its roles, and not up to whoever writes an AutoScaler.
 */
export function targetKind({ spec: { scaleTargetRef: wanted } }: AutoScaler, foreign: readonly Resource[]): Resource | undefined {
  return [...ownKinds, ...workloads, ...foreign].find((known) => known.kind === wanted.kind && apiVersionOf(known) === wanted.apiVersion);
}

/** Whether what its status says is to be taken as that of any custom resource. */
export function isForeign(kind: Resource): boolean {
  return !ownKinds.includes(kind) && !workloads.includes(kind);
}

const entry = /^(?<group>[a-z0-9.-]+\.[a-z0-9-]+)\/(?<version>v[a-z0-9]+)\/(?<kind>[A-Z][A-Za-z0-9]*)=(?<plural>[a-z0-9]+)$/;

/**
 * Kinds with a scale subresource, as `group/version/Kind=plural`, with commas.
 *
 * @throws RangeError that names the variable and what it takes
 */
export function parseTargetKinds(text = ''): readonly Resource[] {
  const entries = text
    .split(',')
    .map((one) => one.trim())
    .filter((one) => one !== '');
  return entries.map((one) => {
    const { group = '', version = '', kind = '', plural = '' } = entry.exec(one)?.groups ?? {};
    if (kind === '')
      throw new RangeError(`AUTOSCALER_TARGETS has '${one}': it takes group/version/Kind=plural, such as example.com/v1/Cache=caches`);
    return { group, version, kind, plural, isNamespaced: true };
  });
}
