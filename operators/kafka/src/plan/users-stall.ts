import type { Observed } from '../observed.ts';
import type { Stall } from './stalled.ts';

/** What a person has to mend about a user. Nothing waits for it but this user. */
export function usersStall({ clients }: Observed): Stall | undefined {
  const problem = clients.find((client) => client.problem !== undefined)?.problem;
  return problem === undefined ? undefined : { reason: 'InvalidSecret', message: problem };
}
