import { kafkaRefusedKeys } from '../src/kafka-refused-keys.ts';
import { badNetworkPolicies, goodNetworkPolicies } from './network-policy-cases.ts';
import type { BadSpecCase, SpecCase } from './redis-cluster-cases.ts';
import { lineEnds, lookUps } from './setting-cases.ts';

const clients = { name: 'clients', port: 9092 };
const external = { name: 'external', port: 9094 };
const everyQuota = { producerBytesPerSecond: 1024, consumerBytesPerSecond: 1_099_511_627_776, requestPercent: 250, mutationsPerSecond: 5 };

const everyPermission = [
  { resource: 'Topic', name: 'orders-', pattern: 'Prefix', operations: ['All'] },
  { resource: 'Topic', name: '*', operations: ['Describe', 'Read'] },
  { resource: 'Group', name: 'readers of ours', operations: ['Read'] },
  { resource: 'TransactionalId', name: 'pay', operations: ['Write', 'Describe'] },
  { resource: 'Cluster', operations: ['Create', 'IdempotentWrite'] },
];

const login = { ...clients, authentication: { type: 'ScramSha512' } };

/** A user with this one permission. */
const permitting = (permission: object, authorization: object = { type: 'Simple' }) => ({
  tls: { mode: 'Enabled' },
  listeners: [login],
  authorization,
  users: [{ name: 'shop', permissions: [permission] }],
});
const read = { resource: 'Topic', name: 'orders', operations: ['Read'] };

const rackAware = 'org.apache.kafka.common.replica.RackAwareReplicaSelector';

export const goodSpecs: readonly SpecCase[] = [
  ...goodNetworkPolicies,
  ['nothing', {}],
  ['no brokers', { replicas: 0 }],
  ['a single broker with a single controller', { replicas: 1, controllers: { replicas: 1 } }],
  ['a hundred brokers', { replicas: 100 }],
  ['the version before', { version: '4.2.1' }],
  ...lookUps('num.partitions'),
  ['settings as Kafka spells them', { config: { 'log.retention.hours': 24, 'compression.type': 'zstd', 'num.partitions': '6' } }],
  [
    'the versions of TLS, and how it encrypts',
    {
      config: {
        'ssl.enabled.protocols': 'TLSv1.3',
        'ssl.protocol': 'TLSv1.3',
        'ssl.cipher.suites': 'TLS_AES_256_GCM_SHA384,TLS_AES_128_GCM_SHA256',
      },
    },
  ],
  ['code that Kafka has itself', { config: { 'replica.selector.class': rackAware, 'group.consumer.assignors': 'range,uniform' } }],
  ['controllers on volumes of their own', { controllers: { replicas: 5, storage: { size: '4Gi', className: 'fast' } } }],
  ['moves that are slowed down', { rebalance: { mode: 'Leaders', throttleBytesPerSecond: 10_485_760, maxMovesPerBroker: 2 } }],
  ['no racks', { rack: { mode: 'None' } }],
  ['a tuned virtual machine', { jvm: { heapPercent: 25, extraOptions: ['-XX:+UseZGC', '-XX:MaxGCPauseMillis=20'] } }],
  ['no metrics', { metrics: { mode: 'Disabled' } }],
  ['ephemeral storage', { storage: { ephemeral: true } }],
  ['TLS by an own authority', { tls: { mode: 'Enabled' } }],
  ['TLS by a certificate of ones own', { tls: { mode: 'Enabled', secretName: 'mine' } }],
  ['a listener by another name', { listeners: [{ name: 'apps', port: 9092 }] }],
  ['plaintext beside TLS', { tls: { mode: 'Enabled' }, listeners: [clients, { name: 'old', port: 9095, tls: { mode: 'Disabled' } }] }],
  ['passwords without TLS', { listeners: [{ ...clients, authentication: { type: 'ScramSha512' } }] }],
  ['certificates of clients', { tls: { mode: 'Enabled' }, listeners: [{ ...clients, authentication: { type: 'Tls' } }] }],
  ['ports of nodes, by one name', { listeners: [clients, { ...external, type: 'NodePort', advertised: { host: 'kafka.example.com' } }] }],
  [
    'a load balancer for each broker',
    {
      listeners: [
        {
          ...external,
          type: 'LoadBalancer',
          advertised: { host: 'b{ordinal}.example.com', port: 443 },
          service: { annotations: { 'example.com/name': 'b{ordinal}' }, loadBalancerClass: 'example.com/fast' },
        },
      ],
    },
  ],
  ['a proxy with a port for each broker', { listeners: [{ ...clients, advertised: { host: 'proxy', firstPort: 19_000 } }] }],
  ['a user who may do everything', { users: [{ name: 'shop' }] }],
  ['a user with a password of ones own and quotas', { users: [{ name: 'shop', secretName: 'mine', quotas: everyQuota }] }],
  [
    'users with permissions',
    {
      tls: { mode: 'Enabled' },
      listeners: [clients, { ...external, authentication: { type: 'Tls' } }],
      authorization: { type: 'Simple', superUsers: ['admin', 'CN=admin,O=Shop Ltd.'] },
      users: [{ name: 'shop', permissions: [...everyPermission] }, { name: 'admin' }],
    },
  ],
];

export const badSpecs: readonly BadSpecCase[] = [
  ...badNetworkPolicies,
  [
    'a listener that nobody may use',
    { listeners: [{ ...clients, type: 'NodePort' }], networkPolicy: { mode: 'Enabled' } },
    'networkPolicy.clients: listeners[].type',
  ],
  ['fewer than no brokers', { replicas: -1 }, 'spec.replicas'],
  ['a version that needs ZooKeeper', { version: '3.9.1' }, 'spec.version'],
  ['a version that is not known', { version: '4.4.0' }, 'spec.version'],
  ['no controllers', { controllers: { replicas: 0 } }, 'spec.controllers.replicas'],
  ['an even number of controllers', { controllers: { replicas: 4 } }, 'spec.controllers.replicas'],
  ['controllers without room', { controllers: { storage: { size: '0' } } }, 'spec.controllers.storage.size'],
  ['a throttle below everything', { rebalance: { throttleBytesPerSecond: 1 } }, 'spec.rebalance.throttleBytesPerSecond'],
  ['no moves at all', { rebalance: { maxMovesPerBroker: 0 } }, 'spec.rebalance.maxMovesPerBroker'],
  ['a heap of ones own', { jvm: { extraOptions: ['-Xmx4g'] } }, 'spec.jvm.extraOptions'],
  ['an agent of ones own', { jvm: { extraOptions: ['-javaagent:/tmp/a.jar'] } }, 'spec.jvm.extraOptions'],
  ['a line break in a setting', { config: { 'num.partitions': '1\nlisteners=X://:1' } }, 'spec.config.num.partitions'],
  ...lineEnds('num.partitions'),
  ['a key that would be two', { config: { 'a=b': 1 } }, 'spec.config'],
  ['a version of TLS that is not safe', { config: { 'ssl.enabled.protocols': 'TLSv1.3,TLSv1.1' } }, 'config.ssl.* is refused'],
  ['a key beside those of TLS that are taken', { config: { 'ssl.protocols': 'TLSv1.3' } }, 'config.ssl.* is refused'],
  ['a number for a version of TLS', { config: { 'ssl.protocol': 1 } }, 'config.ssl.* is refused'],
  ['another selector of replicas', { config: { 'replica.selector.class': 'com.example.Mine' } }, 'config.*.class* is refused'],
  ['a persister of share groups', { config: { 'group.share.persister.class.name': 'com.example.Mine' } }, 'config.*.class* is refused'],
  ['an assignor of ones own', { config: { 'group.consumer.assignors': 'range,com.example.Mine' } }, 'config.*.assignors is refused'],
  ['a reporter', { config: { 'metric.reporters': 'com.example.Mine' } }, 'config.*.reporters is refused'],
  ['a certificate without TLS', { tls: { secretName: 'mine' } }, 'spec.tls.secretName'],
  ['no listeners', { listeners: [] }, 'spec.listeners'],
  ['a name twice', { listeners: [clients, { ...external, name: 'clients' }] }, 'spec.listeners'],
  ['a port twice', { listeners: [clients, { ...external, port: 9092 }] }, 'spec.listeners'],
  ['the port of brokers', { listeners: [{ ...clients, port: 9091 }] }, 'spec.listeners'],
  ['the port of controllers', { listeners: [{ ...clients, port: 9093 }] }, 'spec.listeners'],
  ['the port of metrics', { listeners: [{ ...clients, port: 9404 }] }, 'spec.listeners'],
  ['a port that needs privileges', { listeners: [{ ...clients, port: 443 }] }, 'spec.listeners'],
  ["the operator's own listener", { listeners: [{ ...clients, name: 'internal' }] }, 'spec.listeners'],
  ['a name that is no name of a port', { listeners: [{ ...clients, name: 'my-listener' }] }, 'spec.listeners'],
  ['an encrypted listener without TLS', { listeners: [{ ...clients, tls: { mode: 'Enabled' } }] }, 'spec.listeners'],
  ['certificates of clients without TLS', { listeners: [{ ...clients, authentication: { type: 'Tls' } }] }, 'spec.listeners'],
  [
    'certificates of clients on a listener in plaintext',
    { tls: { mode: 'Enabled' }, listeners: [{ ...clients, tls: { mode: 'Disabled' }, authentication: { type: 'Tls' } }] },
    'spec.listeners',
  ],
  [
    'certificates of clients by an authority that is not ours',
    { tls: { mode: 'Enabled', secretName: 'mine' }, listeners: [{ ...clients, authentication: { type: 'Tls' } }] },
    'spec.listeners',
  ],
  ['one address for all brokers', { listeners: [{ ...clients, advertised: { host: 'kafka.example.com' } }] }, 'spec.listeners'],
  ['two ports for one broker', { listeners: [{ ...clients, advertised: { port: 1, firstPort: 1 } }] }, 'spec.listeners'],
  ['a line break in an address', { listeners: [{ ...clients, advertised: { host: 'a{ordinal}\nb' } }] }, 'spec.listeners'],
  ['Services of a listener that has none', { listeners: [{ ...clients, service: {} }] }, 'spec.listeners'],
  [
    'a load balancer for ports of nodes',
    { listeners: [{ ...clients, type: 'NodePort', service: { loadBalancerClass: 'fast' } }] },
    'spec.listeners',
  ],
  ['a user that is the operator', { users: [{ name: 'dataservices-operator' }] }, 'users[].name must not be'],
  ['a user twice', { users: [{ name: 'shop' }, { name: 'shop' }] }, 'spec.users'],
  ['permissions that nobody looks at', permitting(read, {}), 'users[].permissions have no effect'],
  ['permissions that anybody can get around', { listeners: [login], authorization: { type: 'Simple' } }, 'needs tls.mode Enabled'],
  ['permissions of nobody', { tls: { mode: 'Enabled' }, authorization: { type: 'Simple' } }, 'needs a listener on which clients prove'],
  ['a topic without a name', permitting({ resource: 'Topic', operations: ['Read'] }), 'name is to be given'],
  ['a cluster with a name', permitting({ resource: 'Cluster', name: 'cart', operations: ['Describe'] }), 'name is to be given'],
  ['a permission to do nothing', permitting({ ...read, operations: [] }), 'operations'],
  ['a line break in the name of a topic', permitting({ ...read, name: 'a\nb' }), 'name'],
  [
    'a group that is written to',
    permitting({ resource: 'Group', name: 'a', operations: ['Write'] }),
    'operations of a permission for Group',
  ],
  ['a user who can make itself a broker', permitting({ resource: 'Cluster', operations: ['All'] }), 'authorization.superUsers'],
  ['a user who can change permissions', permitting({ resource: 'Cluster', operations: ['Alter'] }), 'authorization.superUsers'],
  ['a quota of nothing', { users: [{ name: 'shop', quotas: { producerBytesPerSecond: 0 } }] }, 'producerBytesPerSecond'],
  ['two super users in one', { authorization: { superUsers: ['a;User:b'] } }, 'superUsers'],
];

/** One key for each refusal; a key that ends in * stands for a family. */
export const refusedSettings: readonly BadSpecCase[] = kafkaRefusedKeys
  .flatMap(({ keys }) => keys)
  .map((key) => [`the setting ${key}`, { config: { [key.replaceAll('*', 'x')]: 'x' } }, key]);
