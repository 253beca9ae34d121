import type { Observed } from '../observed.ts';
import { isWhole, wantedMembers } from './health.ts';
import { outdatedIn } from './outdated.ts';
import type { KafkaRule } from './rule.ts';

const feature = 'metadata.version';

/**
 * Precondition: the cluster is whole, every pod is of the wanted template, and all of them can do more than is in force.
 * Effect: what the new version can do is in force. There is no way back to the version before from here.
 *
 * Prevents: an upgrade that is never finished, so that the next one is refused; and one that is finished while it could still have to be taken back.
 */
export const finishUpgrade: KafkaRule = (observed) => {
  const level = reachableLevel(observed);
  if (level === undefined || !isWhole(observed) || wantedMembers(observed).some(outdatedIn(observed))) return undefined;
  return {
    rule: 'FinishUpgrade',
    reason: `every server runs ${observed.cluster.spec.version}: ${feature} becomes ${level}`,
    actions: [{ kind: 'finish-upgrade', feature, level }],
    requeueAfterMs: 1_000,
  };
};

/** Whether every server runs the version that is asked for, and what it can do is in force. */
export function isUpgraded(observed: Observed): boolean {
  const wanted = wantedMembers(observed);
  const isEverybodyThere = wanted.length > 0 && wanted.every(({ server }) => server.state === 'serving');
  return isEverybodyThere && !wanted.some(outdatedIn(observed)) && reachableLevel(observed) === undefined;
}

/** The level that all can do, where it is above the one in force. */
function reachableLevel(observed: Observed): number | undefined {
  const servers = wantedMembers(observed).map(({ server }) => server);
  const levels = servers.map((server) => (server.state === 'serving' ? server.supported[feature]?.max : undefined));
  const inForce = servers.flatMap((server) => (server.state === 'serving' ? (server.finalized[feature] ?? []) : []));
  if (levels.length === 0 || inForce.length === 0) return undefined;
  const known = levels.filter((level) => level !== undefined);
  const level = Math.min(...known);
  return known.length === levels.length && level > Math.max(...inForce) ? level : undefined;
}
