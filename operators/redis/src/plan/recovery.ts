import { majority } from '@dataservices/plan';
import type { DataMember, Observed } from '../observed.ts';
import { bestCopy, type Choice, holdsData } from './best-copy.ts';
import { isCertainlyNoMaster } from './certainly-stopped.ts';
import { leadershipOf } from './leadership.ts';
import { neededOrdinals } from './needed-ordinals.ts';
import { requestedCopy } from './requested-copy.ts';
import { waitedMs } from './rule.ts';
import { hasNoOtherMemory, wordOfSurvivors } from './word-of-survivors.ts';

export const recoveryRule = 'RecoverWithoutMaster';

/** After this long, what cannot be seen does not keep what can from serving, and a named master that does not serve is given up. */
const patienceMs = 60_000;

/** What is to become of a cluster in which nobody leads and the sentinels cannot help themselves. */
export type Recovery =
  | { readonly kind: 'wait'; readonly reason: string }
  /** Only a person can say whose writes are to be discarded. */
  | { readonly kind: 'undecided'; readonly why: string; readonly members: readonly DataMember[] }
  /** `discarded`: those whose data ends with this, because a person said so. */
  | { readonly kind: 'elect'; readonly member: DataMember; readonly discarded: readonly DataMember[] };

const reasons = {
  ambiguous: 'the data of these members went separate ways, and none continues the other',
  retired: 'only volumes that members had left behind hold data, without what was written since',
} as const;

/** Undefined where somebody leads, or the sentinels can elect somebody, or too few of them can be asked, or there is no data. */
export function recoveryOf(observed: Observed): Recovery | undefined {
  const { servingMasters, isFailoverInProgress } = leadershipOf(observed);
  if (servingMasters.length > 0 || (isFailoverInProgress && !isUnderWay(observed))) return undefined;
  const recovery = withoutFailover(observed);
  // What only a person can decide stays so, however often the sentinels try in vain.
  if (!isFailoverInProgress || recovery?.kind === 'undecided') return recovery;
  return { kind: 'wait', reason: 'waiting for the failover that the sentinels try' };
}

function withoutFailover(observed: Observed): Recovery | undefined {
  const { monitoring } = leadershipOf(observed);
  const named = namedBy(observed);
  if (!canDecide(observed)) return undefined;
  const canElect = monitoring.some(({ view }) => view.electable.length > 0);
  if (named !== undefined && canElect && !isReplica(observed, named)) return undefined;
  const choice = chosenAlready(observed) ?? bestCopy(observed.members, observed.cluster.status.leader);
  if (choice.kind === 'none') return undefined;
  const requested = choice.kind === 'chosen' ? undefined : requestedCopy(observed, choice.members);
  const isPatient = waitedMs(observed, recoveryRule) < patienceMs;
  if (named !== undefined && isPatient && (requested === undefined || requested.host === named))
    return {
      kind: 'wait',
      reason: `waiting for ${named.split('.')[0]}, which the sentinels name; they ${canElect ? 'promote nobody' : 'know nobody to promote'}`,
    };
  if (choice.kind !== 'chosen' && requested !== undefined)
    return { kind: 'elect', member: requested, discarded: choice.members.filter((member) => member !== requested) };
  const unseen = unseenMembers(observed).map(({ name }) => name);
  if (unseen.length > 0 && isPatient)
    return { kind: 'wait', reason: `waiting to see the volumes of ${unseen.join(', ')} before choosing whose data lives on` };
  if (choice.kind === 'chosen') return { kind: 'elect', member: choice.member, discarded: [] };
  return { kind: 'undecided', why: reasons[choice.kind], members: choice.members };
}

/**
 * A majority of the sentinels can be asked; or at least one, while none of the others will ever say what it knew before, and no member that runs is out of
 * sight. A sentinel is told of the member with the best copy without an epoch: one that comes back with an older master and an epoch would take everybody
 * there. And those that are gone may have elected somebody before they went.
 */
function canDecide(observed: Observed): boolean {
  const { monitoring, bare } = leadershipOf(observed);
  if (isMajorityThere(observed)) return true;
  return monitoring.length + bare.length > 0 && hasNoOtherMemory(observed) && observed.members.every(isCertainlyNoMaster);
}

/** Where most sentinels are there, those that are bare are to be a majority again, and the word of the others is not enough. */
function namedBy(observed: Observed): string | undefined {
  return leadershipOf(observed).named ?? (isMajorityThere(observed) ? undefined : wordOfSurvivors(observed)?.named);
}

function isMajorityThere(observed: Observed): boolean {
  const { monitoring, bare } = leadershipOf(observed);
  return monitoring.length + bare.length >= majority(observed.sentinels.length);
}

/** By its own word: whatever keeps the sentinels from electing somebody, nobody's writes end where this one is passed over. */
function isReplica({ members }: Observed, host: string): boolean {
  return members.some(({ host: own, server }) => own === host && server.state === 'serving' && server.role === 'replica');
}

/** Sentinels that have nobody to promote, or no majority, try again and again: each attempt must not begin the patience anew. */
function isUnderWay({ cluster }: Observed): boolean {
  return cluster.status.operation?.rule === recoveryRule;
}

/** An election that was cut short goes on with the same member: a sentinel that names it without a majority is the trace of that. */
function chosenAlready(observed: Observed): Choice | undefined {
  const { monitoring, named } = leadershipOf(observed);
  if (named !== undefined) return undefined;
  const member = observed.members.find(
    (candidate) =>
      holdsData(candidate) && candidate.claim?.isRetired !== true && monitoring.some(({ view }) => view.masterHost === candidate.host),
  );
  return member && { kind: 'chosen', member };
}

/** Members with a volume that has not been looked at, and will be once their pods run. */
function unseenMembers(observed: Observed): readonly DataMember[] {
  const needed = neededOrdinals(observed);
  return observed.members.filter(
    ({ server, claim, ordinal, pod }) =>
      server.state === 'unreachable' && claim?.isBound === true && (pod !== undefined || ordinal < needed),
  );
}
