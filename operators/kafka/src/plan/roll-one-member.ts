import { rollOneMember as rollOne } from '@dataservices/members';
import type { KafkaMember, Observed } from '../observed.ts';
import { canBeAddressed, mustRestartForAddresses } from './addresses.ts';
import { isHealthy, wantedMembers } from './health.ts';
import { mayRestart } from './may-restart.ts';
import { outdatedIn } from './outdated.ts';
import { mustRestartForCertificates } from './renew-certificates.ts';
import type { KafkaRule } from './rule.ts';

/**
 * Precondition: every broker serves, every controller votes, and a pod is of an outdated template, or its server has not loaded the
 * certificates that it is to use, or clients are to reach it elsewhere than it announces.
 * Effect: one pod is deleted, controllers first and the active one last of them, then brokers from the highest number down, if every partition keeps
 * enough replicas in sync without it. A broker hands its leaders over before it stops.
 *
 * Prevents: partitions that take no writes, a quorum that decides nothing, and a roll that goes on past a member that does not come back.
 */
export const rollOneMember: KafkaRule = (observed) => {
  if (observed.cluster.spec.replicas === 0) return undefined;
  const isOutdated = outdatedIn(observed);
  const decision = rollOne({
    order: rollOrder(observed),
    isOutdated: (member) => isOutdated(member) || mustRestartForCertificates(observed, member) || mustRestartForAddresses(observed, member),
    whole: othersWhole(observed),
    mayGo: (member) => {
      const verdict = canBeAddressed(observed, member);
      return verdict === true ? mayRestart(observed, member) : verdict;
    },
  });
  if (decision === undefined || isOutdated(decision.member)) return decision?.step;
  const { member, waitsFor, step } = decision;
  const what = mustRestartForCertificates(observed, member) ? 'other certificates' : 'another address';
  const wait = waitsFor === undefined ? '' : `, and waits: ${waitsFor}`;
  return { ...step, reason: `${member.name} ${wait === '' ? 'restarts' : 'is to restart'} for ${what}${wait}` };
};

export function rollOrder({ controllers, brokers, quorum }: Observed): readonly KafkaMember[] {
  const isActive = ({ nodeId }: KafkaMember) => nodeId === quorum?.leaderId;
  const others = controllers.filter((member) => !isActive(member)).toReversed();
  return [...others, ...controllers.filter(isActive), ...brokers.toReversed()];
}

/** Whether everybody but this one does their part. */
export function othersWhole(observed: Observed, except?: KafkaMember): true | string {
  const missing = wantedMembers(observed).filter((member) => member.name !== except?.name && !isHealthy(observed, member));
  return missing.length === 0 || `${missing.map(({ name }) => name).join(', ')} must do their part first`;
}
