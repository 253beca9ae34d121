import type { RedisAction } from '../action.ts';
import type { DataMember, Observed } from '../observed.ts';
import { leadershipOf } from './leadership.ts';
import { describeCopy } from './manual-decision.ts';
import { recoveryOf, recoveryRule as rule } from './recovery.ts';
import type { RedisRule, RedisStep } from './rule.ts';
import { sentinelSettings } from './sentinel-settings.ts';

/**
 * Precondition: no member is a master, a majority of the sentinels is reachable or the others have gone with all that they knew, no failover is going
 * on, and the sentinels cannot help themselves: no majority names anybody (all pods were replaced at once, the cluster is created again on kept volumes, or an
 * election by this rule was cut short), the one that it names does not serve and they know nobody to promote, or it is a replica and they have promoted
 * nobody for a minute.
 * Effect: the sentinels monitor the member with the best copy; it then starts as the master by itself, and the others as its replicas. Where
 * histories went separate ways it is the one that `dataservices.dev/recover-from` names, and nobody until then.
 *
 * Prevents: a cluster that stays down after a power cut of everything; an older copy, or an empty one, taking the lead
 * because it came up first: every bound volume is looked at before one is chosen; and acknowledged writes discarded unasked.
 */
export const recoverWithoutMaster: RedisRule = (observed) => {
  const recovery = recoveryOf(observed);
  switch (recovery?.kind) {
    case undefined:
      return undefined;
    case 'wait':
      return wait(recovery.reason);
    case 'undecided':
      return wait(`a person has to decide whose data lives on: ${recovery.why} (${recovery.members.map(({ name }) => name).join(', ')})`);
    case 'elect':
      return { rule, reason: describe(recovery), actions: elect(observed, recovery.member), requeueAfterMs: 500 };
  }
};

function describe({ member, discarded }: { readonly member: DataMember; readonly discarded: readonly DataMember[] }): string {
  if (member.claim?.isRetired === true) return `${describeCopy(member)} leads, as recover-from asks, with what it held when it left`;
  if (discarded.length === 0) return `no master, and the sentinels cannot elect one: ${member.name} has the best copy of the data`;
  return `${describeCopy(member)} leads, as recover-from asks; what only these hold is discarded: ${discarded.map(describeCopy).join('; ')}`;
}

function elect(observed: Observed, { name, host, server }: DataMember): readonly RedisAction[] {
  const settings = sentinelSettings(observed.cluster);
  const promote: readonly RedisAction[] = server.state === 'serving' ? [{ kind: 'promote', pod: name }] : [];
  const { bare, monitoring } = leadershipOf(observed);
  const others = monitoring.filter(({ view }) => view.masterHost !== host);
  return [...promote, ...[...bare, ...others].map((sentinel) => ({ kind: 'monitor' as const, pod: sentinel.name, host, settings }))];
}

function wait(reason: string): RedisStep {
  return { rule, reason, actions: [], requeueAfterMs: 1_000 };
}
