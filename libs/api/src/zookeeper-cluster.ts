import type { StoredObject } from '@dataservices/plan';
import { z } from 'zod';
import { authOfUsers, commonSpecFields } from './common-spec.ts';
import { commonStatusFields } from './common-status.ts';
import { propertyKeys } from './config.ts';
import type { Frozen } from './frozen.ts';
import { jvmTuning } from './jvm-options.ts';
import { keyedList } from './keyed-list.ts';
import { outsideIsNamed, serviceFromOutside } from './network-policy.ts';
import { withRules } from './rule.ts';
import { toggle } from './toggle.ts';
import { userFields, usersOf } from './users.ts';
import { logStorage, logStorageRules } from './zookeeper-log-storage.ts';
import { zookeeperRefusedKeys } from './zookeeper-refused-keys.ts';

const quorum = z.object({
  maxVoters: z
    .int32()
    .min(3)
    .max(15)
    .describe(
      'Most members that vote, 3 to 15; the others are observers, which serve reads and do not slow writes. The voters are the largest odd number that is neither above this nor above replicas: 2 members are 1 voter and 1 observer, because 2 voters would survive no more than one.',
    )
    .default(5),
  tickTimeMilliseconds: z
    .int32()
    .min(100)
    .max(60_000)
    .describe('Milliseconds of one tick, 100 to 60000: the heartbeat between members. Session timeouts are between 2 and 20 ticks.')
    .default(2000),
  initLimitTicks: z
    .int32()
    .min(1)
    .max(1000)
    .describe('Ticks that a member may take to copy the data from the leader, 1 to 1000. More for gigabytes of data.')
    .default(10),
  syncLimitTicks: z
    .int32()
    .min(1)
    .max(1000)
    .describe('Ticks of silence after which a follower is given up, and a leader without a majority steps down, 1 to 1000.')
    .default(5),
});

const autopurge = z.object({
  snapRetainCount: z.int32().min(3).max(1000).describe('Snapshots that are kept, with the logs that follow them, 3 to 1000.').default(3),
  intervalHours: z.int32().min(1).max(720).describe('Hours between two purges, 1 to 720.').default(1),
});

const jvmOption = new RegExp([...jvmTuning, '^-Djute[.]maxbuffer=[0-9]{1,10}$'].join('|'));

const jvm = z.object({
  heapPercent: z
    .int32()
    .min(10)
    .max(90)
    .describe('Part of the memory limit that is the heap, in percent, 10 to 90. Without a memory limit the heap is 512 MiB.')
    .default(70),
  extraOptions: z
    .array(
      z
        .string()
        .max(128)
        .regex(
          jvmOption,
          'must be an option that tunes garbage collection, threads or buffers, such as -XX:+UseZGC, -XX:MaxGCPauseMillis=50, -Xss512k or -Djute.maxbuffer=4194303',
        ),
    )
    .max(32)
    .meta({ 'x-kubernetes-list-type': 'atomic' })
    .describe(
      'Further options of the virtual machine, at most 32: garbage collection, threads, buffers, and jute.maxbuffer. The heap follows the memory limit.',
    )
    .default([]),
});

const metrics = z.object({
  mode: toggle().describe('Enabled has every member serve its metrics for Prometheus on port 7000.').default('Enabled'),
});

export const zookeeperPermissions = ['Read', 'Write', 'Create', 'Delete'] as const;

const chroot = withRules(
  z
    .string()
    .min(2)
    .max(256)
    .regex(
      /^(\/[A-Za-z0-9_-][A-Za-z0-9._-]*)+$/,
      'must be the path of a node: /, then letters, digits, ., _ and -, and no name that begins with a dot',
    ),
  [
    {
      cel: "self != '/zookeeper' && !self.startsWith('/zookeeper/')",
      message: 'chroot must not be /zookeeper or beneath it, where ZooKeeper keeps what is its own: choose another',
      holds: (path: string) => path !== '/zookeeper' && !path.startsWith('/zookeeper/'),
    },
  ],
);

const userOf = userFields({
  permission: z.enum(zookeeperPermissions),
  permissions:
    'What the user may do with the node of its chroot: Read its data and the list of what is beneath it, Write its data, Create nodes beneath it and Delete them. Omitted: all of these. Who may do what with a node beneath it, whoever makes that node says.',
  defaultPermissions: zookeeperPermissions,
  reserved: ['super'],
});

const zookeeperUser = {
  ...userOf,
  chroot: chroot
    .describe(
      "Node that is this user's: it is made, with an access control list of those users alone whose chroot it is. Omitted: / and the name. Up to 256 characters.",
    )
    .exactOptional(),
};

const common = commonSpecFields({ defaultVersion: '3.9.4', configKeys: propertyKeys, refusedKeys: zookeeperRefusedKeys });

const specObject = z.object({
  version: common.version,
  image: common.image,
  imagePullPolicy: common.imagePullPolicy,
  imagePullSecrets: common.imagePullSecrets,
  replicas: common.replicas,
  resources: common.resources,
  storage: common.storage,
  logStorage: logStorage
    .describe(
      'A volume of its own for the transaction log of each member, so that its writes wait for no others. Omitted: the log is on the volume of storage. Chosen at creation.',
    )
    .exactOptional(),
  config: common.config,
  auth: authOfUsers.describe('How long passwords are accepted.').prefault({}),
  users: usersOf(zookeeperUser),
  tls: common.tls,
  metrics: metrics.describe('What is measured.').prefault({}),
  service: common.service,
  networkPolicy: common.networkPolicy,
  pod: common.pod,
  logging: common.logging,
  paused: common.paused,
  quorum: quorum.describe('Who votes, and how long members wait for each other.').prefault({}),
  autopurge: autopurge.describe('What is kept of old snapshots and logs.').prefault({}),
  adminServer: z
    .enum(['Disabled', 'Local'])
    .describe(
      "Local has every member serve ZooKeeper's AdminServer at 127.0.0.1:8080, for whoever may forward a port to its pod or run a command in it.",
    )
    .default('Disabled'),
  jvm: jvm.describe('The Java virtual machine of a member.').prefault({}),
});

export const zookeeperClusterSpec = withRules(specObject, [
  {
    cel: "!has(self.version) || (int(self.version.split('.')[0]) == 3 && int(self.version.split('.')[1]) >= 8) || int(self.version.split('.')[0]) > 3",
    message: 'version must be 3.8.0 or later',
    field: 'version',
    holds: ({ version }) => isSupported(version),
  },
  ...logStorageRules,
  outsideIsNamed(serviceFromOutside),
]);

function isSupported(version: string): boolean {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  return major > 3 || (major === 3 && minor >= 8);
}

const ensemble = z.object({
  origin: z
    .string()
    .max(64)
    .describe('Founded: there was no volume when this object was first looked at. Adopted: there were volumes, whose ensemble goes on.'),
  formed: z
    .boolean()
    .describe('Whether a member has served. From then on no ensemble is ever founded again: an empty member can only join.')
    .default(false),
});

const knownUser = z.object({
  name: z.string().max(64).describe('As in spec.users.'),
  chroot: z.string().max(256).describe("The node that is, or was, this user's."),
});

export const zookeeperClusterStatus = z.object({
  ...commonStatusFields(),
  users: keyedList(knownUser, 256, ['name', 'chroot'])
    .describe('Users that the ensemble may know, those included that are being taken away.')
    .exactOptional(),
  ensemble: ensemble.describe('Where the ensemble comes from, written down before the first member starts.').exactOptional(),
});

export const zookeeperClusterSchema = z.object({
  spec: zookeeperClusterSpec.describe('What is asked for.').prefault({}),
  status: zookeeperClusterStatus.describe('What the operator observed and does.').prefault({}),
});

export type ZookeeperClusterSpec = Frozen<z.output<typeof zookeeperClusterSpec>>;
export type ZookeeperClusterStatus = Frozen<z.output<typeof zookeeperClusterStatus>>;

/** What a user writes: everything optional. */
export type ZookeeperClusterSpecInput = Frozen<z.input<typeof zookeeperClusterSpec>>;

export type ZookeeperCluster = StoredObject & {
  readonly metadata: { readonly namespace: string; readonly generation: number };
  readonly spec: ZookeeperClusterSpec;
  readonly status: ZookeeperClusterStatus;
};
