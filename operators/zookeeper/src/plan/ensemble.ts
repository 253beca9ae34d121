import { majority } from '@dataservices/plan';
import type { LearnersView, ServingView } from '../client/port.ts';
import type { EnsembleMember, Membership } from '../membership.ts';
import type { Observed, ZookeeperMember } from '../observed.ts';

export type ServingMember = ZookeeperMember & { readonly server: ServingView };

/** An ensemble by the account of the one that leads it. */
export type Ensemble = {
  readonly leader: ServingMember;
  readonly membership: Membership;
  readonly learners: LearnersView;
  readonly voters: readonly EnsembleMember[];
};

type Members = Pick<Observed, 'members'>;

/** The ensemble, where one is known. */
export function ensembleOf(observed: Members): Ensemble | undefined {
  return ensemblesOf(observed)[0];
}

/**
 * Those that serve beside the one that is believed. There is none but by hand: somebody gave a member a membership that the others do not
 * have, and whatever clients wrote since is in one of them only.
 */
export function otherEnsembles(observed: Members): readonly Ensemble[] {
  return ensemblesOf(observed).slice(1);
}

/**
 * Every ensemble that serves by its leader's own count of those who vote and are in step. The one that has most of the known members is
 * believed: the newest membership alone may be one that somebody wrote into a single volume.
 */
function ensemblesOf({ members }: Members): readonly Ensemble[] {
  const serving = members.filter(isServing);
  const leaders = serving.filter(({ server }) => server.role === 'leader').toSorted((a, b) => (zxidOf(a) < zxidOf(b) ? 1 : -1));
  // One that was cut off goes on calling itself the leader until its followers have been silent for long enough: the newest epoch counts.
  const claims = [...Map.groupBy(leaders, ({ server }) => keyOf(server.membership)).values()].flatMap(([newest]) => newest ?? []);
  const upheld = claims.length === 1 ? claims : claims.filter((leader) => !isDenied(leader, serving));
  const known = ({ membership }: Ensemble) => membership.members.filter((entry) => members.some(({ id }) => id === entry.id)).length;
  return upheld.flatMap(ledBy).toSorted((a, b) => known(b) - known(a));
}

function ledBy(leader: ServingMember): readonly Ensemble[] {
  const { learners, membership } = leader.server;
  const voters = votersIn(membership);
  if (learners === undefined || countedIn(leader, learners) < majority(voters.length)) return [];
  return [{ leader, membership, learners, voters }];
}

function countedIn({ id, server }: ServingMember, { syncedFollowers }: LearnersView): number {
  return syncedFollowers + (votersIn(server.membership).some((voter) => voter.id === id) ? 1 : 0);
}

/** Whether so many of those who are to vote serve another membership by their own account that the rest is no majority. */
function isDenied({ server }: ServingMember, serving: readonly ServingMember[]): boolean {
  const voters = votersIn(server.membership);
  const key = keyOf(server.membership);
  const others = voters.filter(({ id }) => serving.some((member) => member.id === id && keyOf(member.server.membership) !== key));
  return voters.length - others.length < majority(voters.length);
}

function votersIn({ members }: Membership): readonly EnsembleMember[] {
  return members.filter(({ role }) => role === 'participant');
}

function keyOf({ version, members }: Membership): string {
  return [version, ...members.map(({ id, role }) => `${id} ${role}`)].join();
}

export function isServing(member: ZookeeperMember): member is ServingMember {
  return member.server.state === 'serving';
}

/** The ensemble that a member serves instead of the one that is believed, if so. */
export function otherEnsembleOf(observed: Members, member: ZookeeperMember): Ensemble | undefined {
  if (!isServing(member)) return undefined;
  return otherEnsembles(observed).find(({ membership }) => keyOf(membership) === keyOf(member.server.membership));
}

export function entryOf({ membership }: Ensemble, { id }: Pick<ZookeeperMember, 'id'>): EnsembleMember | undefined {
  return membership.members.find((member) => member.id === id);
}

/** Whether something was committed since the membership changed last: then those who vote now are able to. */
export function isConfirmed({ leader, membership }: Ensemble): boolean {
  return zxidOf(leader) > BigInt(`0x${membership.version}`);
}

function zxidOf({ server }: ServingMember): bigint {
  return BigInt(`0x${server.zxid}`);
}
