import { resolveImage } from '@dataservices/api';
import type { Observed } from '../observed.ts';
import { isServing } from '../plan/leadership.ts';
import { isBelowReached, reachedVersion } from '../plan/reached-version.ts';
import { podFactsOf } from './pod-facts.ts';

/**
 * The image of servers and sentinels.
 *
 * Prevents: a member that comes back, for whatever reason, with a version that cannot read the others' data, because `spec.version` was set
 * below what runs.
 */
export function redisImage(observed: Observed): string {
  return isBelowReached(observed) ? (runningImage(observed) ?? wantedImage(observed)) : wantedImage(observed);
}

export function wantedImage({ cluster, settings }: Observed): string {
  const { version, image } = cluster.spec;
  const { registryPrefix } = settings;
  return resolveImage('redis', {
    version,
    ...(image !== undefined && { image }),
    ...(registryPrefix !== undefined && { registryPrefix }),
  });
}

type StatefulSetLike = {
  readonly spec?: { readonly template: { readonly spec: { readonly containers: Parameters<typeof podFactsOf>[0] } } };
};

/** Of a member that runs what was reached; while none does, of the template from which they came. */
function runningImage(observed: Observed): string | undefined {
  const { members, objects, names } = observed;
  const reached = reachedVersion(observed);
  const runner = members.filter(isServing).find(({ server, image }) => image !== undefined && server.version === reached);
  if (runner?.image !== undefined) return runner.image;
  const set = objects.get(`StatefulSet/${names.data}`) as StatefulSetLike | undefined;
  return podFactsOf(set?.spec?.template.spec.containers ?? []).image;
}
