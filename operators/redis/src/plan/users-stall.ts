import type { Observed } from '../observed.ts';
import { refusalOf } from './access.ts';
import type { Stall } from './stalled.ts';

/** What a person has to mend about a user. Nothing waits for it but this user. */
export function usersStall(observed: Observed): Stall | undefined {
  const { cluster, secrets } = observed;
  for (const [at, { name }] of cluster.spec.users.entries()) {
    const refusal = refusalOf(observed, name);
    if (refusal !== undefined) {
      const message = `spec.users[${at}].permissions: Redis refuses what ${name} is to be allowed: ${refusal.slice(0, 300)}; correct it, the user keeps what it had`;
      return { reason: 'InvalidPermissions', message };
    }
    const problem = secrets.clients.find(({ user }) => user === name)?.problem;
    if (problem !== undefined) return { reason: 'InvalidSecret', message: problem };
  }
  return undefined;
}
