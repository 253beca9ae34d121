import type { SecretServer } from '@dataservices/members';
import type { AccessView } from '../client/port.ts';
import type { DataMember, Observed, SentinelMember } from '../observed.ts';
import { type AccessRules, redisUsers, sentinelUsers } from '../resources/access-control.ts';
import type { AclUser } from '../resources/acl-file.ts';

export type ServerKind = 'redis' | 'sentinel';

/** Of those that know the user at all. */
export function serversOf(observed: Observed, user: string): readonly SecretServer[] {
  const { acl } = observed.secrets;
  const atStart = (list: readonly AclUser[] | undefined) => list?.find(({ name }) => name === user)?.digests ?? [];
  const knows = (kind: ServerKind) => rulesOf(observed, kind).some(({ name }) => name === user);
  const [members, sentinels] = [knows('redis') ? observed.members : [], knows('sentinel') ? observed.sentinels : []];
  return [
    ...members.map((member) => ({ name: member.name, accepts: accepts(member, user), acceptsAtStart: atStart(acl?.redis) })),
    ...sentinels.map((member) => ({ name: member.name, accepts: accepts(member, user), acceptsAtStart: atStart(acl?.sentinel) })),
  ];
}

/**
 * A pod without a node has not started: it will read the Secret as it is then. One that is being started may have read it before. Any other
 * may serve clients although the operator cannot see it, or come back with what was saved when it stopped.
 */
function accepts(member: DataMember | SentinelMember, user: string): SecretServer['accepts'] {
  if (member.pod?.node === undefined) return 'Stopped';
  const access = accessOf(member);
  return access === undefined ? 'Unknown' : (access.users.find(({ name }) => name === user)?.digests ?? []);
}

export function digestsAtStart({ secrets: { acl } }: Observed, name: string): readonly string[] {
  const lists = [acl?.redis, acl?.sentinel].map((list) => list?.find((user) => user.name === name)?.digests ?? []);
  return [...new Set(lists.flat())].toSorted();
}

export function rulesOf({ cluster }: Observed, kind: ServerKind): readonly AccessRules[] {
  return kind === 'redis' ? redisUsers(cluster) : sentinelUsers(cluster);
}

export function accessOf(member: DataMember | SentinelMember): AccessView | undefined {
  const view = 'server' in member ? member.server : member.view;
  return 'access' in view ? view.access : undefined;
}
