import type { RabbitmqCluster } from '@dataservices/api';
import { resources } from '@dataservices/kube';
import { absenceOf } from '@dataservices/reconcile';
import type { ServiceAction } from '../action.ts';
import { isRefusal } from '../client/rabbitmq-error.ts';
import { users } from '../names.ts';
import { type ActContext, portOf, TargetGone, targetFor } from './act-context.ts';

type DeleteUser = Extract<ServiceAction, { readonly kind: 'delete-user' }>;

/**
 * Deletes a user that the operator made, and that is not asked for any more; its connections are closed. The object is read live before:
 * a cache may be behind, and the user may be on the list again.
 *
 * @throws TargetGone where the object does not say so any more; RabbitmqError, which is remembered where it says no to this; KubeError
 */
export async function deleteUser({ pod, user }: DeleteUser, context: ActContext): Promise<void> {
  const { kube, observed, signal } = context;
  const { namespace, name, uid } = observed.cluster.metadata;
  const live = await kube.get<RabbitmqCluster>(resources.rabbitmqClusters, { namespace, name }, { signal });
  const isWanted = live?.spec.users?.some((one) => one.name === user) === true;
  const wasMade = live?.status?.users?.some((one) => one.name === user) === true;
  if (live?.metadata.uid !== uid || isWanted || !wasMade || isOwn(user)) {
    throw new TargetGone(`${name} does not say any more that the user ${user} is to go`);
  }
  const remove = () => portOf(context).deleteUser(targetFor(context, pod), user);
  await context.refusals.attempt(uid, absenceOf(user), remove, isRefusal);
}

/** Those that nobody can do without, whatever the status says. */
function isOwn(user: string): boolean {
  return user === users.operator || user === users.app;
}
