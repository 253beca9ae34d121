import { majority } from '@dataservices/plan';
import type { QuorumView, VoterRef } from '../client/port.ts';
import { ordinalOfNode } from '../names.ts';
import type { KafkaMember, Observed } from '../observed.ts';

type ReplicaOfQuorum = QuorumView['voters'][number];

/** A controller that has not kept up for longer than this counts as missing: elections are tried after two seconds. */
const inStepMs = 3_000;

export function isInStep({ leaderId }: QuorumView, { id, sinceCaughtUpMs }: ReplicaOfQuorum): boolean {
  return id === leaderId || (sinceCaughtUpMs !== undefined && sinceCaughtUpMs < inStepMs);
}

/** Voters that keep up with the leader, those of `without` not counted. */
export function votersInStep(quorum: QuorumView, without: readonly VoterRef[] = []): readonly ReplicaOfQuorum[] {
  return quorum.voters.filter((voter) => isInStep(quorum, voter) && without.every((one) => !isSameVoter(one, voter)));
}

export function isSameVoter(one: VoterRef, other: VoterRef): boolean {
  return one.id === other.id && one.directoryId === other.directoryId;
}

/** Whether it votes, and keeps up. */
export function isVoting(quorum: QuorumView | undefined, { nodeId }: Pick<KafkaMember, 'nodeId'>): boolean {
  const voter = quorum?.voters.find(({ id }) => id === nodeId);
  return quorum !== undefined && voter !== undefined && isInStep(quorum, voter);
}

export function isVoter(quorum: QuorumView, { nodeId }: Pick<KafkaMember, 'nodeId'>): boolean {
  return quorum.voters.some(({ id }) => id === nodeId);
}

/** Whether the quorum still decides if this one restarts. */
export function canMissController(quorum: QuorumView, { nodeId }: Pick<KafkaMember, 'nodeId'>): true | string {
  const { voters } = quorum;
  // With fewer than three, whoever restarts is always missed.
  if (voters.length < 3) return true;
  const others = votersInStep(quorum).filter(({ id }) => id !== nodeId).length;
  const needed = majority(voters.length);
  return others >= needed || `only ${others} of ${voters.length} controllers would be in step without it, and ${needed} are needed`;
}

/** Whether most of those that are left would be in step once this voter is none any more. */
export function canLoseVoter(quorum: QuorumView, voter: VoterRef): true | string {
  const left = quorum.voters.length - 1;
  const inStep = votersInStep(quorum, [voter]).length;
  if (left === 0) return 'it is the only controller that votes';
  return inStep >= majority(left) || `only ${inStep} of the ${left} other controllers are in step`;
}

/**
 * A voter that is to vote no longer: above the size that is asked for, or one whose volume is gone, which is seen from another volume that
 * listens and keeps up under the same number while it does not. Kafka goes on to list who listened before for minutes. The leader last: it
 * steps down.
 */
export function voterToRemove({ quorum, cluster }: Pick<Observed, 'quorum' | 'cluster'>): ReplicaOfQuorum | undefined {
  if (quorum === undefined) return undefined;
  const isFollowed = ({ id }: VoterRef) => quorum.observers.some((observer) => observer.id === id && isInStep(quorum, observer));
  const isLost = (voter: ReplicaOfQuorum) => !isInStep(quorum, voter) && isFollowed(voter);
  const isSurplus = ({ id }: VoterRef) => ordinalOfNode(id) >= cluster.spec.controllers.replicas;
  const lost = quorum.voters.filter((voter) => isLost(voter));
  const surplus = quorum.voters.filter((voter) => isSurplus(voter)).toSorted((a, b) => b.id - a.id);
  const candidates = [...lost, ...surplus];
  return candidates.find(({ id }) => id !== quorum.leaderId) ?? candidates[0];
}

/** A wanted controller that listens and does not vote, as soon as it keeps up. */
export function voterToAdd({ quorum, cluster, controllers }: Observed): (VoterRef & { readonly host: string }) | undefined {
  if (quorum === undefined) return undefined;
  for (const member of controllers) {
    if (member.ordinal >= cluster.spec.controllers.replicas || isVoter(quorum, member)) continue;
    const observer = quorum.observers.find((one) => one.id === member.nodeId && isInStep(quorum, one));
    if (observer === undefined) continue;
    return { id: observer.id, directoryId: observer.directoryId, host: member.host };
  }
  return undefined;
}
