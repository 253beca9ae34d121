import { markRetiredVolume, retireVolume as retire } from '@dataservices/members';
import type { Role } from '../names.ts';
import type { KafkaMember, Observed } from '../observed.ts';
import { allMembers, isEmpty, isHealthy, isWhole, wantedCount } from './health.ts';
import { isVoter } from './quorum.ts';
import type { KafkaRule } from './rule.ts';

const roles: readonly Role[] = ['broker', 'controller'];

/**
 * Precondition: `storage.whenScaled` is Delete, the cluster is not stopped and is whole, and the member of a volume has left it and has no pod.
 * Effect: one volume claim is deleted, by its uid.
 *
 * Prevents: the volumes of a stopped cluster being deleted; that of a broker that holds partitions; and a claim that was made anew meanwhile being
 * taken for the old one.
 */
export const retireVolume: KafkaRule = (observed) => {
  if (!isWhole(observed)) return undefined;
  const { whenScaled } = observed.cluster.spec.storage;
  return first((role) =>
    retire({
      whenScaled,
      replicas: wantedCount(observed, role),
      members: membersOf(observed, role),
      hasLeft: ({ name }) => hasGone(observed, name),
    }),
  );
};

/**
 * Precondition: a broker that is not asked for is empty, a controller that is not asked for votes no longer, or one of them is back and does its part.
 * Effect: the volume claim is marked as retired, or no longer. The pod of a member that leaves goes only after this.
 *
 * Prevents: a member that is started again after a stop, because nothing says that it had left.
 */
export const markRetired: KafkaRule = (observed) =>
  first((role) =>
    markRetiredVolume({
      replicas: wantedCount(observed, role),
      members: membersOf(observed, role),
      hasLeft: ({ name }) => mayGo(observed, name),
      hasReturned: ({ name }) => {
        const member = named(observed, name);
        return member !== undefined && isHealthy(observed, member);
      },
    }),
  );

/** Whether nothing needs it any more. */
function mayGo(observed: Observed, name: string): boolean {
  const { kafka, quorum } = observed;
  const member = named(observed, name);
  if (member === undefined) return false;
  if (member.role === 'broker') return kafka !== undefined && isEmpty(kafka, member.nodeId);
  return quorum?.leaderId !== undefined && !isVoter(quorum, member);
}

/** Whether the cluster has forgotten it as well. */
function hasGone(observed: Observed, name: string): boolean {
  const member = named(observed, name);
  return mayGo(observed, name) && observed.kafka?.registered.some(({ id }) => id === member?.nodeId) === false;
}

function named(observed: Observed, name: string): KafkaMember | undefined {
  return allMembers(observed).find((member) => member.name === name);
}

function membersOf({ brokers, controllers }: Observed, role: Role): readonly KafkaMember[] {
  return role === 'broker' ? brokers : controllers;
}

function first<T>(find: (role: Role) => T | undefined): T | undefined {
  return find(roles[0] ?? 'broker') ?? find(roles[1] ?? 'controller');
}
