import { clusterOf, spokesman } from './cluster.ts';
import type { RabbitmqRule } from './rule.ts';

/**
 * Precondition: the servers do not know the client user as it is to be: absent, with another password, or with less than its permissions.
 * Effect: it is written, on all nodes at once. Connections that are open stay open. The binding shows a password only after this.
 *
 * Prevents: a binding whose password is refused; and a changed Secret that changes nothing.
 */
export const keepAppUser: RabbitmqRule = (observed) => {
  const cluster = clusterOf(observed);
  const speaker = cluster === undefined ? undefined : spokesman(cluster);
  if (speaker === undefined || observed.app !== 'Differs' || observed.secrets.appPassword === undefined) return undefined;
  return {
    rule: 'KeepAppUser',
    reason: 'the client user gets its password and permissions',
    actions: [{ kind: 'write-app-user', pod: speaker.name }],
    requeueAfterMs: 200,
  };
};
