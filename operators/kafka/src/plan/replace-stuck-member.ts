import { replaceStuckMember as replaceStuck } from '@dataservices/members';
import { allMembers, isHealthy } from './health.ts';
import { outdatedIn } from './outdated.ts';
import type { KafkaRule } from './rule.ts';

/**
 * Precondition: a pod of an outdated template is not ready, and its server does not do its part.
 * Effect: it is deleted, so that it comes back from the wanted template, whatever state the rest is in.
 *
 * Prevents: a bad image or setting that cannot be taken back, because its pod never becomes ready and the roll waits for it.
 */
export const replaceStuckMember: KafkaRule = (observed) =>
  replaceStuck({
    members: allMembers(observed),
    isOutdated: outdatedIn(observed),
    isNeeded: (member) => isHealthy(observed, member),
  });
