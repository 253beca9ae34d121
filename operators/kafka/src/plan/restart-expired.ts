import { podDeletion } from '@dataservices/members';
import type { KafkaMember } from '../observed.ts';
import { allMembers, wantedMembers } from './health.ts';
import type { KafkaRule } from './rule.ts';

/**
 * Precondition: a server presents a certificate that is valid no longer, another one is there, and every other server that is wanted either
 * answers or is in the same trouble.
 * Effect: one pod is deleted, controllers first, whatever the rest of the cluster says: nobody believes such a server, and it is missed already.
 *
 * Prevents: a cluster that stays apart, after nobody was there to renew its certificates in time, because a roll waits until it is whole.
 */
export const restartExpired: KafkaRule = (observed) => {
  const { tls, now } = observed;
  const { certificate } = tls?.mounted ?? {};
  if (certificate === undefined || certificate.notAfter <= now) return undefined;
  const expired = allMembers(observed).find(isExpired);
  const isAnyAway = wantedMembers(observed).some((member) => !isExpired(member) && member.server.state !== 'serving');
  if (expired?.pod === undefined || isAnyAway) return undefined;
  return {
    rule: 'RestartExpired',
    reason: `the certificate of ${expired.name} has expired: it restarts for the one that is there`,
    actions: [podDeletion(expired.pod)],
  };
};

function isExpired({ pod, server }: KafkaMember): boolean {
  return pod?.isTerminating === false && server.state === 'unreachable' && server.isExpired === true;
}
