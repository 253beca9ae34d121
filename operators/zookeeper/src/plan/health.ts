import type { Observed, ZookeeperMember } from '../observed.ts';
import { type Ensemble, ensembleOf, entryOf, isServing, otherEnsembleOf } from './ensemble.ts';
import { nextSize, type SizeStep } from './size.ts';

/** A member that does its part: it leads or follows where it is to vote, and observes where it is not. */
export function isHealthy(observed: Observed, member: ZookeeperMember): boolean {
  const ensemble = ensembleOf(observed);
  if (ensemble === undefined || !isServing(member) || member.pod?.isTerminating === true) return false;
  if (otherEnsembleOf(observed, member) !== undefined) return false;
  const entry = entryOf(ensemble, member);
  if (entry === undefined) return false;
  return entry.role === 'participant' ? member.server.role !== 'observer' : member.server.role === 'observer';
}

export function wantedMembers({ members, cluster }: Observed): readonly ZookeeperMember[] {
  return members.filter(({ ordinal }) => ordinal < cluster.spec.replicas);
}

/** Those who are members and stay. */
export function stayingMembers(observed: Observed, ensemble: Ensemble): readonly ZookeeperMember[] {
  return wantedMembers(observed).filter((member) => entryOf(ensemble, member) !== undefined);
}

/** What is to be done next so that there are as many members as asked for, if anything. */
export function sizeStep(observed: Observed, ensemble: Ensemble): SizeStep | undefined {
  const { replicas, quorum } = observed.cluster.spec;
  const { members } = ensemble.membership;
  const joiners = observed.members.filter((member) => entryOf(ensemble, member) === undefined && isInStep(member));
  // The leader counts whoever has caught up without being a member, and does not say who they are.
  const isSure = ensemble.learners.syncedNonVotingFollowers >= joiners.length;
  const inStep = [...observed.members.filter((member) => isHealthy(observed, member)), ...(isSure ? joiners : [])];
  return nextSize({ replicas, maxVoters: quorum.maxVoters, members, inStep: new Set(inStep.map(({ id }) => id)) });
}

function isInStep(member: ZookeeperMember): boolean {
  return isServing(member) && member.server.role === 'follower' && member.pod?.isTerminating !== true;
}

/** Every member does its part and is in step by the leader's account, nobody is to come or go: the loss of any one of three would be coped with. */
export function isWhole(observed: Observed): boolean {
  if (observed.cluster.spec.replicas === 0) return true;
  const ensemble = ensembleOf(observed);
  if (ensemble === undefined) return false;
  const { learners, voters, membership } = ensemble;
  const inStep = learners.syncedFollowers >= voters.length - 1 && learners.syncedObservers >= membership.members.length - voters.length;
  return inStep && wantedMembers(observed).every((member) => isHealthy(observed, member)) && sizeStep(observed, ensemble) === undefined;
}
