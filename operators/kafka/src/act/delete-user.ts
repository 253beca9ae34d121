import type { KafkaCluster } from '@dataservices/api';
import { resources } from '@dataservices/kube';
import { absenceOf } from '@dataservices/reconcile';
import type { ServiceAction } from '../action.ts';
import { isKafkaAdminError, isRefusal } from '../client/kafka-admin-error.ts';
import { quotasOfUser } from '../observe/users.ts';
import { principalOf, quotaChanges } from '../wanted-user.ts';
import { type ActContext, TargetGone } from './act-context.ts';

type DeleteUser = Extract<ServiceAction, { readonly kind: 'delete-user' }>;

/**
 * Deletes a user that the operator made, and that is not asked for any more: its password, its permissions, its quotas. The object is read live
 * before: a cache may be behind, and the user may be on the list again.
 *
 * @throws TargetGone where the object does not say so any more; KafkaAdminError, which is remembered where it says no to this; KubeError
 */
export async function deleteUser({ user }: DeleteUser, context: ActContext): Promise<void> {
  const { kube, observed } = context;
  const { namespace, name, uid } = observed.cluster.metadata;
  const live = await kube.get<KafkaCluster>(resources.kafkaClusters, { namespace, name }, { signal: context.signal });
  const isWanted = live?.spec.users?.some((one) => one.name === user) === true;
  const wasMade = live?.status?.users?.some((one) => one.name === user) === true;
  if (live?.metadata.uid !== uid || isWanted || !wasMade) {
    throw new TargetGone(`${name} does not say any more that the user ${user} is to go`);
  }
  const remove = async () => {
    // Whoever cannot be locked out is at least to be allowed nothing any more.
    const parts = await Promise.allSettled([deleteCredentials(user, context), deleteAcls(user, context), deleteQuotas(user, context)]);
    const failed = parts.find((part) => part.status === 'rejected');
    if (failed !== undefined) throw failed.reason;
  };
  await context.refusals.attempt(uid, absenceOf(user), remove, isRefusal);
}

async function deleteCredentials(user: string, { admin, signal }: ActContext): Promise<void> {
  const known = (await admin.describeScramUsers({ signal })).find((one) => one.user === user)?.credentials ?? [];
  if (known.length === 0) return;
  await admin.alterScramUsers(
    known.map(({ mechanism }) => ({ user, mechanism, password: undefined })),
    { signal },
  );
}

async function deleteAcls(user: string, { admin, observed, signal }: ActContext): Promise<void> {
  if (observed.cluster.spec.authorization.type === 'None') return;
  try {
    const known = await admin.describeAcls({ principal: principalOf(user) }, { signal });
    if (known.length > 0) await admin.deleteAcls(known, { signal });
  } catch (error) {
    if (!isKafkaAdminError(error, 'SECURITY_DISABLED')) throw error;
  }
}

async function deleteQuotas(user: string, { admin, signal }: ActContext): Promise<void> {
  const entity = { user };
  const changes = quotaChanges(quotasOfUser(await admin.describeQuotas(entity, { signal }), user), {});
  if (Object.keys(changes).length > 0) await admin.alterQuotas([{ entity, quotas: changes }], { signal });
}
