import { majority } from '@dataservices/plan';
import type { LearnersView, ServingView } from '../client/port.ts';
import type { EnsembleMember, Membership } from '../membership.ts';
import type { Observed, ZookeeperMember } from '../observed.ts';

export type ServingMember = ZookeeperMember & { readonly server: ServingView };

/** The ensemble by the account of the one that leads it. */
export type Ensemble = {
  readonly leader: ServingMember;
  readonly membership: Membership;
  readonly learners: LearnersView;
  readonly voters: readonly EnsembleMember[];
};

/**
 * The ensemble, where one is known: of those who say that they lead, the one of the newest epoch, if by its own count most of those who
 * vote are in step with it. One that was cut off goes on calling itself the leader until its followers have been silent for long enough.
 */
export function ensembleOf({ members }: Pick<Observed, 'members'>): Ensemble | undefined {
  const [leader] = members
    .filter(isServing)
    .filter(({ server }) => server.role === 'leader')
    .toSorted((a, b) => (zxidOf(a) < zxidOf(b) ? 1 : -1));
  const learners = leader?.server.learners;
  if (leader === undefined || learners === undefined) return undefined;
  const { membership } = leader.server;
  const voters = membership.members.filter(({ role }) => role === 'participant');
  const own = voters.some(({ id }) => id === leader.id) ? 1 : 0;
  return learners.syncedFollowers + own >= majority(voters.length) ? { leader, membership, learners, voters } : undefined;
}

export function isServing(member: ZookeeperMember): member is ServingMember {
  return member.server.state === 'serving';
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
