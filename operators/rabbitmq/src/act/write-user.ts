import type { ServiceAction } from '../action.ts';
import { appUser } from '../app-user.ts';
import { hashPassword } from '../password-hash.ts';
import { type ActContext, portOf, TargetGone, targetFor } from './act-context.ts';

type WriteAppUser = Extract<ServiceAction, { readonly kind: 'write-app-user' }>;

/** @throws TargetGone where the Secret says no password; RabbitmqError */
export async function writeAppUser({ pod }: WriteAppUser, context: ActContext): Promise<void> {
  const { appPassword } = context.observed.secrets;
  if (appPassword === undefined) throw new TargetGone('there is no password for the client user');
  await portOf(context).writeUser(targetFor(context, pod), { ...appUser, passwordHash: hashPassword(appPassword) });
  context.log.info('the client user was written', { user: appUser.name });
}
