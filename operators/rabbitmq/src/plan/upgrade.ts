import type { Observed } from '../observed.ts';
import { isServing } from './cluster.ts';
import { wantedMembers } from './health.ts';
import type { Stall } from './stalled.ts';

/** The last version that every node ran at the same time: what cannot be gone back on. */
export function reachedVersion(observed: Observed): string | undefined {
  const { cluster } = observed;
  const members = wantedMembers(observed);
  const versions = new Set(members.filter(isServing).map(({ server }) => server.version));
  const [version] = versions;
  const isCommon = members.length > 0 && members.every(isServing) && versions.size === 1;
  return isCommon ? version : cluster.status.version;
}

/** Whether the version that is asked for differs from the one reached in more than a patch. */
export function isUpgrade(observed: Observed): boolean {
  const reached = reachedVersion(observed);
  return reached !== undefined && minorOf(reached) !== minorOf(observed.cluster.spec.version);
}

/**
 * Why the version that is asked for is not run: RabbitMQ goes up one minor version at a time, and never down once all nodes run it. Nothing
 * restarts meanwhile, and a pod that is made anew is of the version before. An upgrade that is under way can be taken back.
 */
export function upgradeStall(observed: Observed): Stall | undefined {
  const from = reachedVersion(observed);
  const to = observed.cluster.spec.version;
  if (from === undefined) return undefined;
  const [fromMinor, toMinor] = [minorOf(from), minorOf(to)];
  if (toMinor < fromMinor) {
    const message = `spec.version ${to}: all nodes run ${from} already, and RabbitMQ does not go back; set it to 4.${fromMinor}.x, or make another cluster`;
    return { reason: 'VersionDowngrade', message };
  }
  if (toMinor <= fromMinor + 1) return undefined;
  const message = `spec.version ${to}: from ${from} RabbitMQ goes up one minor version at a time; set it to 4.${fromMinor + 1}.x first`;
  return { reason: 'IllegalUpgrade', message };
}

function minorOf(version: string): number {
  return Number(version.split('.')[1]);
}
