import { harmlessAdminCommands, type RedisCluster } from '@dataservices/api';
import { users } from '../settings.ts';

/** Who may do what on a server: a user, and what follows its name in a line of an access control list, but for passwords. */
export type AccessRules = { readonly name: string; readonly rules: string };

const off: AccessRules = { name: users.default, rules: 'off' };

/** The parts of the cluster among themselves: the least that each needs. */
const internalRedisUsers: readonly AccessRules[] = [
  {
    name: 'operator',
    rules:
      'on resetkeys resetchannels +ping +info +role +replicaof +config|get +config|set +client|kill +client|pause +client|unpause +client|setname +acl|list +acl|setuser +acl|deluser +acl|save',
  },
  // Sets its own server's replica-priority once there is something to elect it for.
  { name: 'member', rules: 'on resetkeys resetchannels +ping +info +role +config|set' },
  { name: 'replication', rules: 'on resetkeys resetchannels +psync +replconf +ping' },
  {
    name: 'sentinel',
    rules:
      'on resetkeys allchannels +multi +exec +slaveof +replicaof +ping +subscribe +publish +config|rewrite +role +info +client|setname +client|kill +script|kill',
  },
  {
    name: 'exporter',
    rules:
      'on resetkeys resetchannels +ping +info +role +client|setname +slowlog|len +slowlog|get +latency|latest +latency|histogram +select +hello',
  },
];

const internalSentinelUsers: readonly AccessRules[] = [
  { name: 'operator', rules: 'on resetkeys allchannels +@all' },
  { name: 'member', rules: 'on resetkeys resetchannels +ping +sentinel|get-master-addr-by-name' },
  { name: 'sentinel', rules: 'on resetkeys allchannels +@all' },
];

/** Whoever uses the cluster asks the sentinels who leads, whatever it may do with the data. */
const sentinelClientRules =
  'on resetkeys allchannels +ping +hello +auth +info +role +client|setname +client|id +subscribe +psubscribe +unsubscribe +punsubscribe +sentinel|get-master-addr-by-name +sentinel|masters +sentinel|master +sentinel|replicas +sentinel|slaves +sentinel|sentinels +sentinel|ckquorum +sentinel|myid';

/** The lobby holds nothing but one note and one order. `start`, whose password the start script makes up, tries the lines of clients. */
export const lobbyUsers: readonly AccessRules[] = [
  off,
  { name: 'operator', rules: 'on ~member ~order resetchannels +ping +hgetall +set' },
  { name: 'member', rules: 'on ~member ~order resetchannels +ping +hset +get +save' },
];

/** Everybody on a data member. */
export function redisUsers({ spec }: RedisCluster): readonly AccessRules[] {
  const further = spec.users.map(({ name, permissions }) => ({ name, rules: clientRules(permissions) }));
  return [off, ...internalRedisUsers, { name: users.app, rules: 'on ~* &* +@all -@admin +role' }, ...further];
}

/** Everybody on a sentinel. */
export function sentinelUsers({ spec }: RedisCluster): readonly AccessRules[] {
  const clients = [users.app, ...spec.users.map(({ name }) => name)];
  return [off, ...internalSentinelUsers, ...clients.map((name) => ({ name, rules: sentinelClientRules }))];
}

/**
 * The administrative commands are taken away last, whatever was allowed before, and the harmless ones among them decided again.
 *
 * Prevents: a user that may do everything and so reads the passwords of replication, or changes the roles that the operator decides on.
 */
function clientRules(permissions: readonly string[]): string {
  const harmless = permissions.filter((permission) =>
    harmlessAdminCommands.some((command) => permission.slice(1) === command || permission.slice(1).startsWith(`${command}|`)),
  );
  return ['on', 'resetkeys', 'resetchannels', ...permissions, '-@admin', ...harmless].join(' ');
}
