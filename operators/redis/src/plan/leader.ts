import type { Observed } from '../observed.ts';
import { leadershipOf, type ServingMember } from './leadership.ts';
import { wordOfSurvivors } from './word-of-survivors.ts';

/** The member that leads, by the word of a majority of the sentinels, or of all that are left where the others are lost for certain. */
export function leaderOf(observed: Observed): ServingMember | undefined {
  return leadershipOf(observed).master ?? wordOfSurvivors(observed)?.master;
}

/** The host that is named as the master by the same, whether or not it serves. */
export function namedLeader(observed: Observed): string | undefined {
  return leadershipOf(observed).named ?? wordOfSurvivors(observed)?.named;
}
