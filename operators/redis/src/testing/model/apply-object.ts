import { annotationKeys, type KubeObject, labelKeys, stableHash } from '@dataservices/plan';
import { parseRedisConfig } from '../../resources/parse-redis-config.ts';
import { brokenImage, isStatefulSet, type KubeWorld } from './kube-world.ts';
import { modelNames } from './model-names.ts';
import { fresh } from './service.ts';
import type { World } from './world.ts';

/** What server-side apply of one object would change; undefined where nothing differs, and nothing is sent. */
export function changeBy(world: World, object: KubeObject): (() => void) | undefined {
  return object.kind === 'Pod' ? labelChange(world, object) : objectChange(world, object);
}

/** The uid makes the server refuse where the pod is another one. */
function labelChange({ kube }: World, { metadata }: KubeObject): (() => void) | undefined {
  const pod = kube.pods.get(metadata.name);
  const role = metadata.labels?.[labelKeys.role];
  if (pod === undefined || pod.uid !== metadata.uid || pod.roleLabel === role) return undefined;
  return () => {
    if (role === undefined) delete pod.roleLabel;
    else pod.roleLabel = role;
  };
}

function objectChange({ kube, service }: World, object: KubeObject): (() => void) | undefined {
  const key = `${object.kind}/${object.metadata.name}`;
  const before = kube.objects.get(key);
  const resourceVersion = stableHash(object);
  if (before?.metadata.resourceVersion === resourceVersion) return undefined;
  return () => {
    const uid = before?.metadata.uid ?? fresh(service, `uid-${key}-`);
    kube.objects.set(key, { ...object, metadata: { ...object.metadata, uid, resourceVersion } });
    setSize(kube, object);
    if (object.kind === 'ConfigMap') service.startConfig = startConfigOf(object);
  };
}

function setSize({ sets }: KubeWorld, object: KubeObject): void {
  if (!isStatefulSet(object)) return;
  const { annotations } = object.spec.template.metadata;
  const { containers } = object.spec.template.spec;
  sets.set(object.metadata.name === modelNames.data ? 'data' : 'sentinel', {
    replicas: object.spec.replicas,
    podHash: annotations[annotationKeys.podHash] ?? '',
    clusterId: annotations[annotationKeys.clusterId] ?? '',
    isBroken: containers.some(({ image }) => image === brokenImage),
    hasVolumes: object.spec.volumeClaimTemplates !== undefined,
  });
}

/** What a server that starts from now on starts with. */
function startConfigOf(object: KubeObject & { readonly data?: Readonly<Record<string, string>> }): Readonly<Record<string, string>> {
  return parseRedisConfig(object.data?.['redis.conf'] ?? '');
}
