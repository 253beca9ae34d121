import { areUsersRecorded } from '@dataservices/members';
import type { RabbitmqAction } from '../action.ts';
import type { Observed } from '../observed.ts';
import { clusterOf, spokesman } from './cluster.ts';
import type { RabbitmqRule } from './rule.ts';

const rule = 'KeepUsers';

/**
 * Precondition: the servers do not know a user as it is to be: absent, with another password, or with other permissions; or they know one
 * that was taken off the list; and have not refused just that lately.
 * Effect: it is written, or deleted, on all nodes at once. Connections that are open stay open, but for those of a user that is deleted.
 * The binding shows a password only after this. Before a user is made, the status names it.
 *
 * Prevents: a binding whose password is refused; a changed Secret that changes nothing; and a user that goes on to work after it was
 * taken off the list, because nobody remembers that it was made.
 */
export const keepUsers: RabbitmqRule = (observed) => {
  const cluster = clusterOf(observed);
  const speaker = cluster === undefined ? undefined : spokesman(cluster);
  const changes = changesOf(observed);
  if (speaker === undefined || changes.length === 0) return undefined;
  if (!areUsersRecorded(observed.cluster))
    return { rule, reason: 'users are to be made: they are written down', actions: [], requeueAfterMs: 50 };
  return {
    rule,
    reason: changes.map(describe).join('; ').slice(0, 900),
    actions: changes.map((change): RabbitmqAction => ({ ...change, pod: speaker.name })),
    requeueAfterMs: 200,
  };
};

type Change = { readonly kind: 'write-user' | 'delete-user'; readonly user: string };

function changesOf({ clients, former }: Observed): readonly Change[] {
  // What was refused is not tried again at once: every rule after this one would wait for it.
  const leaving = former.filter(({ isKnown, refused }) => isKnown === true && refused === undefined);
  const differing = clients.filter(({ known, refused }) => known === 'Differs' && refused === undefined);
  return [
    ...leaving.map(({ user }): Change => ({ kind: 'delete-user', user })),
    ...differing.map(({ user }): Change => ({ kind: 'write-user', user })),
  ];
}

function describe({ kind, user }: Change): string {
  return kind === 'delete-user' ? `${user} is taken away` : `${user} gets its password and permissions`;
}
