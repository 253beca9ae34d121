import type { ServiceAction } from '../action.ts';
import { isRefusal } from '../client/rabbitmq-error.ts';
import { hashPassword } from '../password-hash.ts';
import { wantedUsers } from '../wanted-user.ts';
import { type ActContext, portOf, TargetGone, targetFor } from './act-context.ts';

type WriteUser = Extract<ServiceAction, { readonly kind: 'write-user' }>;

/** @throws TargetGone where the user is not asked for any more, or the Secret says no password; RabbitmqError */
export async function writeUser({ pod, user }: WriteUser, context: ActContext): Promise<void> {
  const { cluster, clients } = context.observed;
  const wanted = wantedUsers(cluster).find(({ name }) => name === user);
  const password = clients.find((client) => client.user === user)?.password;
  if (wanted === undefined || password === undefined) throw new TargetGone(`there is no password for the user ${user}`);
  const ask = () => portOf(context).writeUser(targetFor(context, pod), { ...wanted, passwordHash: hashPassword(password) });
  await context.refusals.attempt(cluster.metadata.uid, wanted, ask, isRefusal);
  context.log.info('a user was written', { user });
}
