/** Who may do what, in the three kinds of server: the least that each needs. `name`, the file of the password, ACL rules. */
type User = { readonly name: string; readonly passwordFile: string; readonly rules: string };

const secret = (name: string) => `/etc/dataservices/secrets/${name}-password`;
const app = { name: 'app', passwordFile: '/etc/dataservices/auth/password' };
const operator = { name: 'operator', passwordFile: secret('operator') };
const member = { name: 'member', passwordFile: secret('member') };
const sentinel = { name: 'sentinel', passwordFile: secret('sentinel') };

export const redisUsers: readonly User[] = [
  { ...app, rules: '~* &* +@all -@admin +role' },
  {
    ...operator,
    rules:
      'resetkeys resetchannels +ping +info +role +replicaof +config|get +config|set +client|kill +client|pause +client|unpause +client|setname',
  },
  // Sets its own server's replica-priority once there is something to elect it for.
  { ...member, rules: 'resetkeys resetchannels +ping +info +role +config|set' },
  { name: 'replication', passwordFile: secret('replication'), rules: 'resetkeys resetchannels +psync +replconf +ping' },
  {
    ...sentinel,
    rules:
      'resetkeys allchannels +multi +exec +slaveof +replicaof +ping +subscribe +publish +config|rewrite +role +info +client|setname +client|kill +script|kill',
  },
  {
    name: 'exporter',
    passwordFile: secret('exporter'),
    rules:
      'resetkeys resetchannels +ping +info +role +client|setname +slowlog|len +slowlog|get +latency|latest +latency|histogram +select +hello',
  },
];

/** The lobby holds nothing but one note and one order. */
export const lobbyUsers: readonly User[] = [
  { ...operator, rules: '~member ~order resetchannels +ping +hgetall +set' },
  { ...member, rules: '~member ~order resetchannels +ping +hset +get +save' },
];

export const sentinelUsers: readonly User[] = [
  {
    ...app,
    rules:
      'resetkeys allchannels +ping +hello +auth +info +role +client|setname +client|id +subscribe +psubscribe +unsubscribe +punsubscribe +sentinel|get-master-addr-by-name +sentinel|masters +sentinel|master +sentinel|replicas +sentinel|slaves +sentinel|sentinels +sentinel|ckquorum +sentinel|myid',
  },
  { ...operator, rules: 'resetkeys allchannels +@all' },
  { ...member, rules: 'resetkeys resetchannels +ping +sentinel|get-master-addr-by-name' },
  { ...sentinel, rules: 'resetkeys allchannels +@all' },
];

/** One line a user, for the start scripts to turn into an ACL file with the digest of the password. */
export function renderUsers(users: readonly User[]): string {
  return users.map(({ name, passwordFile, rules }) => `${name} ${passwordFile} ${rules}\n`).join('');
}
