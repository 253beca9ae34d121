import { majority } from '@dataservices/plan';
import type { RedisAction } from '../action.ts';
import type { DataMember, Observed } from '../observed.ts';
import { bestCopy, type Choice, holdsData } from './best-copy.ts';
import { leadershipOf } from './leadership.ts';
import { neededOrdinals } from './needed-ordinals.ts';
import { type RedisRule, type RedisStep, waitedMs } from './rule.ts';
import { sentinelSettings } from './sentinel-settings.ts';

const rule = 'RecoverWithoutMaster';

/** After this long, what cannot be seen does not keep what can from serving, and a named master that does not serve is given up. */
const patienceMs = 60_000;

/**
 * Precondition: no member is a master, a majority of the sentinels is reachable, no failover is going on, and the sentinels cannot
 * help themselves: no majority names anybody (all pods were replaced at once, the cluster is created again on kept volumes, or an
 * election by this rule was cut short), or the one that it names does not serve and they know nobody to promote.
 * Effect: the sentinels monitor the member with the best copy; it then starts as the master by itself, and the others as its replicas.
 *
 * Prevents: a cluster that stays down after a power cut of everything; and an older copy, or an empty one, taking the lead
 * because it came up first: every bound volume is looked at before one is chosen.
 */
export const recoverWithoutMaster: RedisRule = (observed) => {
  const { servingMasters, monitoring, bare, isFailoverInProgress, named } = leadershipOf(observed);
  if (servingMasters.length > 0 || isFailoverInProgress) return undefined;
  if (monitoring.length + bare.length < majority(observed.sentinels.length)) return undefined;
  if (named !== undefined && monitoring.some(({ view }) => view.electable.length > 0)) return undefined;
  const choice = chosenAlready(observed) ?? bestCopy(observed.members, observed.cluster.status.leader);
  if (choice.kind === 'none') return undefined;
  const isPatient = waitedMs(observed, rule) < patienceMs;
  const unseen = unseenMembers(observed);
  if (named !== undefined && isPatient)
    return wait(`waiting for ${named.split('.')[0]}, which the sentinels name; they know nobody to promote`);
  if (unseen.length > 0 && isPatient) return wait(`waiting to see the volumes of ${namesOf(unseen)} before choosing whose data lives on`);
  if (choice.kind === 'ambiguous') {
    return wait(
      `the data of ${namesOf(choice.members)} went separate ways, and none continues the other: delete the volumes of those that are to be discarded`,
    );
  }
  return {
    rule,
    reason: `no master, and the sentinels cannot elect one: ${choice.member.name} has the best copy of the data`,
    actions: elect(observed, choice.member),
    requeueAfterMs: 500,
  };
};

/** An election that was cut short goes on with the same member: a sentinel that names it without a majority is the trace of that. */
function chosenAlready(observed: Observed): Choice | undefined {
  const { monitoring, named } = leadershipOf(observed);
  if (named !== undefined) return undefined;
  const member = observed.members.find(
    (candidate) => holdsData(candidate) && monitoring.some(({ view }) => view.masterHost === candidate.host),
  );
  return member && { kind: 'chosen', member };
}

function elect(observed: Observed, { name, host, server }: DataMember): readonly RedisAction[] {
  const settings = sentinelSettings(observed.cluster);
  const promote: readonly RedisAction[] = server.state === 'serving' ? [{ kind: 'promote', pod: name }] : [];
  const { bare, monitoring } = leadershipOf(observed);
  const others = monitoring.filter(({ view }) => view.masterHost !== host);
  return [...promote, ...[...bare, ...others].map((sentinel) => ({ kind: 'monitor' as const, pod: sentinel.name, host, settings }))];
}

/** Members with a volume that has not been looked at, and will be once their pods run. */
function unseenMembers(observed: Observed): readonly DataMember[] {
  const needed = neededOrdinals(observed);
  return observed.members.filter(
    ({ server, claim, ordinal, pod }) =>
      server.state === 'unreachable' && claim?.isBound === true && (pod !== undefined || ordinal < needed),
  );
}

function wait(reason: string): RedisStep {
  return { rule, reason, actions: [], requeueAfterMs: 1_000 };
}

function namesOf(members: readonly DataMember[]): string {
  return members.map(({ name }) => name).join(', ');
}
