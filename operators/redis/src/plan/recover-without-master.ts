import { majority } from '@dataservices/plan';
import type { RedisAction } from '../action.ts';
import type { DataMember, Observed } from '../observed.ts';
import { bestCopy } from './best-copy.ts';
import { unseenMembers } from './found-cluster.ts';
import { leadershipOf } from './leadership.ts';
import { type RedisRule, type RedisStep, waitedMs } from './rule.ts';
import { sentinelSettings } from './sentinel-settings.ts';

const rule = 'RecoverWithoutMaster';

/** After this long, what cannot be seen does not keep what can from serving. */
const patienceMs = 60_000;

/**
 * Precondition: no member is a master, a majority of the sentinels is reachable, and none of those monitors anybody:
 * all pods were replaced at once, or the cluster is created again on kept volumes.
 * Effect: the sentinels monitor the member with the best copy; it then starts as the master by itself, and the others as its replicas.
 *
 * Prevents: a cluster that stays down after a power cut of everything; and an older copy, or an empty one, taking the lead
 * because it came up first: every bound volume is looked at before one is chosen.
 */
export const recoverWithoutMaster: RedisRule = (observed) => {
  const { servingMasters, monitoring, bare } = leadershipOf(observed);
  if (servingMasters.length > 0 || monitoring.length > 0 || bare.length < majority(observed.sentinels.length)) return undefined;
  const choice = bestCopy(observed.members, observed.cluster.status?.leader);
  if (choice.kind === 'none') return undefined;
  const unseen = unseenMembers(observed);
  if (unseen.length > 0 && waitedMs(observed, rule) < patienceMs) {
    return wait(`waiting to see the volumes of ${namesOf(unseen)} before choosing whose data lives on`);
  }
  if (choice.kind === 'ambiguous') {
    return wait(
      `the data of ${namesOf(choice.members)} went separate ways, and none continues the other: delete the volumes of those that are to be discarded`,
    );
  }
  return {
    rule,
    reason: `no master and no sentinel that knows one: ${choice.member.name} has the best copy of the data`,
    actions: elect(observed, choice.member),
    requeueAfterMs: 500,
  };
};

function elect(observed: Observed, { name, host, server }: DataMember): readonly RedisAction[] {
  const settings = sentinelSettings(observed.cluster);
  const promote: readonly RedisAction[] = server.state === 'serving' ? [{ kind: 'promote', pod: name }] : [];
  const { bare } = leadershipOf(observed);
  return [...promote, ...bare.map((sentinel) => ({ kind: 'monitor' as const, pod: sentinel.name, host, settings }))];
}

function wait(reason: string): RedisStep {
  return { rule, reason, actions: [], requeueAfterMs: 1_000 };
}

function namesOf(members: readonly DataMember[]): string {
  return members.map(({ name }) => name).join(', ');
}
