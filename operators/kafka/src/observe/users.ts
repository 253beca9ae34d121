import type { KafkaCluster } from '@dataservices/api';
import { clientCertificate } from '@dataservices/certificates';
import { type Kube, resources } from '@dataservices/kube';
import { type FormerUser, formerUsers } from '@dataservices/members';
import { objectLabels, type StoredObject } from '@dataservices/plan';
import {
  absenceOf,
  newSecret,
  observeFormerSecrets,
  observeUserSecrets,
  type Refusals,
  type Secret,
  secretText,
  type UserSecrets,
} from '@dataservices/reconcile';
import { isKafkaAdminError, KafkaAdminError } from '../client/kafka-admin-error.ts';
import type { AclEntry, KafkaAdmin, QuotaView, ScramUserView } from '../client/port.ts';
import { areSameCredentials, credentialsFor } from '../credentials.ts';
import { asksForCertificates } from '../listeners.ts';
import { type Names, userSecretNames } from '../names.ts';
import type { Client, Observed } from '../observed.ts';
import { componentOf } from '../resources/metadata.ts';
import { aclsWithout, askedOfKafka, principalOf, type Quotas, quotaChanges, type WantedUser, wantedUsers } from '../wanted-user.ts';

export type UsersInput = {
  readonly kube: Kube;
  readonly cluster: KafkaCluster;
  readonly names: Names;
  readonly admin: KafkaAdmin;
  /** Whether there is a broker that could be asked. */
  readonly canAsk: boolean;
  /** Of every authority of the cluster; absent without TLS. */
  readonly authorityPem: string | undefined;
  readonly refusals: Refusals;
  readonly signal: AbortSignal;
};

export type UsersView = Pick<Observed, 'clients' | 'former' | 'missingSecrets'> & {
  /** For retention and comparison. */
  readonly stored: readonly StoredObject[];
};

/** What Kafka says of who may do what. */
type Access = {
  readonly users: readonly ScramUserView[];
  /** Undefined while nothing looks at permissions: they can be neither read nor written then. */
  readonly acls: readonly AclEntry[] | undefined;
  readonly quotas: readonly QuotaView[];
};

/** The users that are asked for and those that were, by their Secrets, which are read one by one, and by what Kafka knows of them. */
export async function observeUsers(input: UsersInput): Promise<UsersView> {
  const { kube, cluster, names, refusals, signal } = input;
  const read = (name: string) => kube.get<Secret>(resources.secrets, { namespace: names.namespace, name }, { signal });
  const make = (name: string, content: Readonly<Record<string, string>>) =>
    newSecret({
      owner: cluster,
      whenDeleted: cluster.spec.storage.whenDeleted,
      name,
      labels: objectLabels(componentOf({ cluster })),
      content,
    });
  const refs = cluster.spec.users.map(({ name, secretName }, at) => ({
    user: name,
    secretName,
    path: `spec.users[${at}].secretName`,
    own: userSecretNames(names, name),
  }));
  const gone = formerUsers(cluster);
  const [secrets, leftOver, access] = await Promise.all([
    Promise.all(refs.map((ref) => observeUserSecrets(ref, read, make))),
    Promise.all(gone.map((user) => observeFormerSecrets(userSecretNames(names, user), read, cluster.metadata.name))),
    refs.length + gone.length === 0 ? undefined : observeAccess(input),
  ]);
  const refusedOf: RefusedOf = (asked) => refusals.messageOf(cluster.metadata.uid, asked);
  const wanted = new Map(wantedUsers(cluster).map((user) => [user.name, user]));
  return {
    clients: secrets.map((one) => ({ ...clientOf(one, wanted.get(one.user), access, refusedOf), ...certificateOf(one, input) })),
    former: gone.map((user, at): FormerUser => {
      const refused = refusedOf(absenceOf(user));
      const known = { user, isKnown: isKnown(user, cluster, access), secrets: leftOver[at] ?? [] };
      return refused === undefined ? known : { ...known, refused };
    }),
    missingSecrets: secrets.flatMap(({ missing }) => missing ?? []),
    stored: secrets.flatMap(({ stored }) => stored),
  };
}

/** A call that fails says nothing, and fails no pass. */
async function observeAccess({ admin, canAsk, cluster, signal }: UsersInput): Promise<Access | undefined> {
  if (!canAsk) return undefined;
  const options = { signal };
  try {
    const [users, acls, quotas] = await Promise.all([
      admin.describeScramUsers(options),
      cluster.spec.authorization.type === 'None' ? undefined : aclsOrNone(admin, signal),
      admin.describeQuotas(undefined, options),
    ]);
    return { users, acls, quotas };
  } catch (error) {
    if (error instanceof KafkaAdminError) return undefined;
    throw error;
  }
}

/** Servers that have not restarted since permissions were asked for do not know any. */
async function aclsOrNone(admin: KafkaAdmin, signal: AbortSignal): Promise<readonly AclEntry[] | undefined> {
  try {
    return await admin.describeAcls({}, { signal });
  } catch (error) {
    if (isKafkaAdminError(error, 'SECURITY_DISABLED')) return undefined;
    throw error;
  }
}

/** As it is shown to the user's clients. */
function certificateOf({ user, stored }: UserSecrets, { cluster, names, authorityPem = '' }: UsersInput): Pick<Client, 'certificate'> {
  if (!asksForCertificates(cluster)) return {};
  const binding = stored.find(({ metadata }) => metadata.name === userSecretNames(names, user).binding);
  const [pem, key] = [secretText(binding, 'user.crt'), secretText(binding, 'user.key')];
  const certificate = clientCertificate({ certificate: pem, key, authorityPem, commonName: user });
  return certificate === undefined ? {} : { certificate };
}

/** In which words it was refused lately, if it was. */
type RefusedOf = (asked: { readonly name: string }) => string | undefined;

function clientOf(secrets: UserSecrets, wanted: WantedUser | undefined, access: Access | undefined, refusedOf: RefusedOf): Client {
  const { user, password, secretUid, problem } = secrets;
  const ref = password === undefined || secretUid === undefined ? undefined : { user, password, secretUid };
  const credentials = ref && credentialsFor(ref);
  const refused = wanted && credentials && refusedOf(askedOfKafka(wanted, credentials));
  const isUnknown = access === undefined || wanted === undefined || credentials === undefined;
  return {
    user,
    ...(password !== undefined && { password }),
    ...(credentials !== undefined && { credentials }),
    ...(problem !== undefined && { problem }),
    ...(refused !== undefined && { refused }),
    known: isUnknown ? 'Unknown' : isAsWanted(access, wanted, credentials) ? 'AsWanted' : 'Differs',
  };
}

function isAsWanted(
  { users, acls, quotas }: Access,
  { name, acls: wantedAcls, quotas: wantedQuotas }: WantedUser,
  wanted: NonNullable<Client['credentials']>,
) {
  const own = acls?.filter(({ principal }) => principal === principalOf(name));
  const areAclsSame = own === undefined || (aclsWithout(own, wantedAcls).length === 0 && aclsWithout(wantedAcls, own).length === 0);
  const areQuotasSame = Object.keys(quotaChanges(quotasOfUser(quotas, name), wantedQuotas)).length === 0;
  return areAclsSame && areQuotasSame && areSameCredentials(users.find(({ user }) => user === name)?.credentials ?? [], wanted);
}

/** Whether anything is left of a user. Undefined where nobody could say. */
function isKnown(name: string, { spec }: KafkaCluster, access: Access | undefined): boolean | undefined {
  if (access === undefined) return undefined;
  const { users, acls, quotas } = access;
  const isLeft = acls?.some(({ principal }) => principal === principalOf(name)) === true;
  if (isLeft || users.some(({ user }) => user === name) || Object.keys(quotasOfUser(quotas, name)).length > 0) return true;
  return acls === undefined && spec.authorization.type === 'Simple' ? undefined : false;
}

/** Those of the user as a whole; not those of one of its clients alone. */
export function quotasOfUser(views: readonly QuotaView[], name: string): Quotas {
  return views.find(({ entity }) => entity.user === name && entity.clientId === undefined)?.quotas ?? {};
}
