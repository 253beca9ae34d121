import { zookeeperRefusedKeys } from '../src/zookeeper-refused-keys.ts';
import { badNetworkPolicies, goodNetworkPolicies } from './network-policy-cases.ts';
import type { BadSpecCase, SpecCase } from './redis-cluster-cases.ts';
import { lineEnds, lookUps } from './setting-cases.ts';

export const goodSpecs: readonly SpecCase[] = [
  ...goodNetworkPolicies,
  ['nothing', {}],
  ['no members', { replicas: 0 }],
  ['an even number of members', { replicas: 4 }],
  ['a hundred members', { replicas: 100 }],
  ...lookUps('snapCount'),
  [
    'settings as Java spells them',
    { config: { maxClientCnxns: 0, 'fsync.warningthresholdms': 500, localSessionsEnabled: 'true', snapCount: 50_000 } },
  ],
  ['a quick ensemble', { quorum: { maxVoters: 3, tickTimeMilliseconds: 500, initLimitTicks: 20, syncLimitTicks: 4 } }],
  ['a newer version', { version: '4.0.0' }],
  ['an older version', { version: '3.8.4' }],
  ['no metrics', { metrics: { mode: 'Disabled' } }],
  ['a heap', { jvm: { heapPercent: 50 }, resources: { limits: { memory: '1Gi' } } }],
  ['ephemeral storage', { storage: { ephemeral: true } }],
  ['a volume for the transaction log', { logStorage: { size: '2Gi', className: 'fast' } }],
  ['one of the usual size', { logStorage: {} }],
  ['an AdminServer', { adminServer: 'Local' }],
  [
    'options of the virtual machine',
    { jvm: { extraOptions: ['-XX:+UseZGC', '-XX:MaxGCPauseMillis=50', '-Xss512k', '-Djute.maxbuffer=4194303'] } },
  ],
  ['TLS', { tls: { mode: 'Enabled', secretName: 'cart-tls' } }],
  ['a user', { users: [{ name: 'shop' }] }],
  [
    'two users of a node',
    {
      users: [
        { name: 'shop', chroot: '/apps/shop_v1.2', secretName: 'mine' },
        { name: 'reader', chroot: '/apps/shop_v1.2', permissions: ['Read'] },
      ],
      auth: { previousPasswordSeconds: 0 },
    },
  ],
];

export const badSpecs: readonly BadSpecCase[] = [
  ...badNetworkPolicies,
  ['fewer than no members', { replicas: -1 }, 'spec.replicas'],
  ['a version that lacks what is needed', { version: '3.7.2' }, 'spec.version'],
  ['two voters at most', { quorum: { maxVoters: 2 } }, 'spec.quorum.maxVoters'],
  ['no tick', { quorum: { tickTimeMilliseconds: 0 } }, 'spec.quorum.tickTimeMilliseconds'],
  ['a heap without room beside it', { jvm: { heapPercent: 100 } }, 'spec.jvm.heapPercent'],
  ['fewer snapshots than ZooKeeper keeps', { autopurge: { snapRetainCount: 1 } }, 'spec.autopurge.snapRetainCount'],
  ...[
    '-XX:OnOutOfMemoryError=reboot',
    '-Xmx1g',
    '-javaagent:/data/a.jar',
    '-Dzookeeper.skipACL=yes',
    '-XX:+UseZGC\n-Xmx1g',
    '@/data/options',
  ].map((option): BadSpecCase => [`the option ${option}`, { jvm: { extraOptions: [option] } }, 'spec.jvm.extraOptions']),
  ['a volume for the log of members without volumes', { storage: { ephemeral: true }, logStorage: {} }, 'spec.logStorage'],
  ['a volume of no size for the log', { logStorage: { size: 0 } }, 'spec.logStorage.size'],
  ['an AdminServer for everybody', { adminServer: 'Public' }, 'spec.adminServer'],
  ['a certificate without TLS', { tls: { secretName: 'cart-tls' } }, 'spec.tls.secretName'],
  ['the superuser', { users: [{ name: 'super' }] }, 'spec.users'],
  ['the same user twice', { users: [{ name: 'shop' }, { name: 'shop', chroot: '/b' }] }, 'spec.users'],
  ['the root for a user', { users: [{ name: 'shop', chroot: '/' }] }, 'spec.users'],
  ["ZooKeeper's own nodes for a user", { users: [{ name: 'shop', chroot: '/zookeeper/config' }] }, 'spec.users'],
  ['a path that leads up', { users: [{ name: 'shop', chroot: '/a/../b' }] }, 'spec.users'],
  ['a path with an empty name', { users: [{ name: 'shop', chroot: '/a//b' }] }, 'spec.users'],
  ['the right to change who has which', { users: [{ name: 'shop', permissions: ['Admin'] }] }, 'spec.users'],
  ['a line break in a setting', { config: { snapCount: '1\nskipACL=yes' } }, 'spec.config.snapCount'],
  ...lineEnds('snapCount'),
  ['a key that would be two', { config: { 'a=b': 1 } }, 'spec.config'],
  ['a key with a space', { config: { 'snapCount ': 1 } }, 'spec.config'],
];

/** One key for each refusal; a key that ends in * stands for a family. */
export const refusedSettings: readonly BadSpecCase[] = zookeeperRefusedKeys
  .flatMap(({ keys }) => keys)
  .map((key) => [`the setting ${key}`, { config: { [key.replace('*', '1')]: 'x' } }, key]);
