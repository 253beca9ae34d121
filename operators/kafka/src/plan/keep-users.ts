import { areUsersRecorded } from '@dataservices/members';
import type { KafkaAction } from '../action.ts';
import type { Observed } from '../observed.ts';
import type { KafkaRule } from './rule.ts';

const rule = 'KeepUsers';

/**
 * Precondition: Kafka does not know a user as it is to be: absent, with another password, other permissions or other quotas; or it knows one
 * that was taken off the list; and has not refused just that lately.
 * Effect: it is changed, or deleted. Connections that are open stay open, and may do from then on what the permissions say. The binding shows a
 * password only after this. Before a user is made, the status names it.
 *
 * Prevents: a binding whose password is refused; a changed Secret that changes nothing; brokers that begin to ask for permissions before users
 * have theirs; and a user that goes on to work after it was taken off the list, because nobody remembers that it was made.
 */
export const keepUsers: KafkaRule = (observed) => {
  const changes = changesOf(observed);
  // Without most of the controllers nothing can be written, and who brings them back must have its turn.
  if (observed.kafka === undefined || observed.quorum?.leaderId === undefined || changes.length === 0) return undefined;
  if (!areUsersRecorded(observed.cluster)) {
    return { rule, reason: 'users are to be made: they are written down', actions: [], requeueAfterMs: 50 };
  }
  return { rule, reason: changes.map(describe).join('; ').slice(0, 900), actions: changes, requeueAfterMs: 500 };
};

type Change = Extract<KafkaAction, { readonly kind: 'write-user' | 'delete-user' }>;

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
  return kind === 'delete-user' ? `${user} is taken away` : `${user} gets its password, permissions and quotas`;
}
