import type { ServiceAction } from '../action.ts';
import { isKafkaAdminError, isRefusal } from '../client/kafka-admin-error.ts';
import { areSameCredentials } from '../credentials.ts';
import { quotasOfUser } from '../observe/users.ts';
import type { Client } from '../observed.ts';
import { aclsWithout, askedOfKafka, principalOf, quotaChanges, type WantedUser, wantedUsers } from '../wanted-user.ts';
import { type ActContext, TargetGone } from './act-context.ts';

type WriteUser = Extract<ServiceAction, { readonly kind: 'write-user' }>;

/**
 * Changes a user to what it is to be. What it may do no longer is taken away before it may do anything else, and a new user may do what it is
 * to before it can log in. What is there is read live before.
 *
 * @throws TargetGone where the user is not asked for any more, or the Secret says no password; KafkaAdminError, which is remembered where it
 *   says no to this user
 */
export async function writeUser({ user }: WriteUser, context: ActContext): Promise<void> {
  const { cluster, clients } = context.observed;
  const wanted = wantedUsers(cluster).find(({ name }) => name === user);
  const client = clients.find((one) => one.user === user);
  if (wanted === undefined || client?.password === undefined || client.credentials === undefined) {
    throw new TargetGone(`there is no password for the user ${user}`);
  }
  const { password, credentials } = client;
  const write = async () => {
    await writeAcls(wanted, context);
    await writeQuotas(wanted, context);
    await writePassword({ user, password, credentials }, context);
  };
  await context.refusals.attempt(cluster.metadata.uid, askedOfKafka(wanted, credentials), write, isRefusal);
  context.log.info('a user was written', { user });
}

type Login = Required<Pick<Client, 'user' | 'password' | 'credentials'>>;

async function writePassword({ user, password, credentials }: Login, { admin, signal }: ActContext): Promise<void> {
  const known = (await admin.describeScramUsers({ signal })).find((one) => one.user === user)?.credentials ?? [];
  // Whoever is in the middle of a login would be refused if the same password were set once more.
  const missing = credentials.filter(
    (one) =>
      !areSameCredentials(
        known.filter(({ mechanism }) => mechanism === one.mechanism),
        [one],
      ),
  );
  if (missing.length === 0) return;
  await admin.alterScramUsers(
    missing.map(({ mechanism, iterations }) => ({ user, mechanism, iterations, password })),
    { signal },
  );
}

async function writeAcls({ name, acls }: WantedUser, { admin, observed, signal }: ActContext): Promise<void> {
  if (observed.cluster.spec.authorization.type === 'None') return;
  try {
    const known = await admin.describeAcls({ principal: principalOf(name) }, { signal });
    const [surplus, missing] = [aclsWithout(known, acls), aclsWithout(acls, known)];
    if (surplus.length > 0) await admin.deleteAcls(surplus, { signal });
    if (missing.length > 0) await admin.createAcls(missing, { signal });
  } catch (error) {
    // Servers that have not restarted since permissions were asked for do not know any: they follow when some have.
    if (!isKafkaAdminError(error, 'SECURITY_DISABLED')) throw error;
  }
}

async function writeQuotas({ name, quotas }: WantedUser, { admin, signal }: ActContext): Promise<void> {
  const entity = { user: name };
  const changes = quotaChanges(quotasOfUser(await admin.describeQuotas(entity, { signal }), name), quotas);
  if (Object.keys(changes).length > 0) await admin.alterQuotas([{ entity, quotas: changes }], { signal });
}
