import type { KubeObject } from '@dataservices/plan';
import { secretData } from '@dataservices/resources';
import type { Observed } from '../observed.ts';
import { startingUsers } from '../plan/access.ts';
import { acceptedInternally } from '../plan/internal-passwords.ts';
import { type AccessRules, lobbyUsers } from './access-control.ts';
import { type AclUser, renderAclFile } from './acl-file.ts';
import { metadata } from './metadata.ts';

/** What is in it: an ACL file each, and the clients for whom Secrets may have been made, one a line. */
export const aclKeys = { redis: 'redis.acl', lobby: 'lobby.acl', sentinel: 'sentinel.acl', users: 'users' } as const;

/** Who may do what, for servers that start. A Secret, because it holds digests of passwords that people chose. */
export function aclSecret(observed: Observed): KubeObject {
  const { names, cluster, secrets } = observed;
  const clients = cluster.spec.users.map(({ name }) => name);
  const former = secrets.former.filter(({ secrets: left }) => left.length > 0).map(({ user }) => user);
  const data = secretData({
    [aclKeys.redis]: renderAclFile(startingUsers(observed, 'redis')),
    [aclKeys.lobby]: renderAclFile(lobbyUsers.map((user) => withPassword(observed, user))),
    [aclKeys.sentinel]: renderAclFile(startingUsers(observed, 'sentinel')),
    [aclKeys.users]: [...clients, ...former].map((user) => `${user}\n`).join(''),
  });
  return { apiVersion: 'v1', kind: 'Secret', metadata: metadata(observed, names.aclSecret, 'data'), ...{ type: 'Opaque', data } };
}

function withPassword(observed: Observed, user: AccessRules): AclUser {
  return { ...user, digests: acceptedInternally(observed, user.name) };
}
