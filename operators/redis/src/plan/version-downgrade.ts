import type { Observed } from '../observed.ts';
import { redisImage, wantedImage } from '../resources/redis-image.ts';
import { isServing } from './leadership.ts';
import { isBelowReached, reachedVersion } from './reached-version.ts';
import type { Stall } from './stalled.ts';

/** Why `spec.version` is not what members are made from, if so. Everything else goes on, with the version that was reached. */
export function versionDowngrade(observed: Observed): Stall | undefined {
  const { version, image } = observed.cluster.spec;
  const hint = image === undefined ? '' : '; with spec.image, it must say what is in the image';
  if (isBelowReached(observed) && redisImage(observed) !== wantedImage(observed)) {
    const reached = reachedVersion(observed);
    const message = `spec.version ${version} is below ${reached}, which the data is written by, and an older version cannot read: set spec.version to ${reached} or later${hint}`;
    return { reason: 'VersionDowngrade', message };
  }
  return newerVolumes(observed, hint);
}

/** Volumes that were kept, of a cluster that ran a newer version: nobody serves, and nobody can. */
function newerVolumes({ members, cluster }: Observed, hint: string): Stall | undefined {
  const newer = members.filter(({ server }) => server.state === 'lobby' && server.content === 'newer');
  const canServe = members.some((member) => isServing(member) || (member.server.state === 'lobby' && member.server.content === 'held'));
  if (newer.length === 0 || canServe) return undefined;
  const message = `a newer version than ${cluster.spec.version} wrote the volumes of ${newer.map(({ name }) => name).join(', ')}: set spec.version to that one${hint}`;
  return { reason: 'VersionDowngrade', message };
}
