import { rabbitmqRefusedKeys } from '../src/rabbitmq-refused-keys.ts';
import { badNetworkPolicies, goodNetworkPolicies } from './network-policy-cases.ts';
import type { BadSpecCase, SpecCase } from './redis-cluster-cases.ts';
import { lineEnds, lookUps } from './setting-cases.ts';

export const goodSpecs: readonly SpecCase[] = [
  ...goodNetworkPolicies,
  ['nothing', {}],
  ['no nodes', { replicas: 0 }],
  ['an even number of nodes', { replicas: 4 }],
  ['a hundred nodes', { replicas: 100 }],
  ...lookUps('channel_max'),
  [
    'settings as RabbitMQ spells them',
    {
      config: {
        'vm_memory_high_watermark.relative': '0.5',
        channel_max: 512,
        'deprecated_features.permit.transient_nonexcl_queues': 'true',
      },
    },
  ],
  ['a password of ones own', { auth: { secretName: 'mine' } }],
  ['a user that may do nothing yet', { users: [{ name: 'shop' }] }],
  [
    'a user of two virtual hosts',
    {
      users: [
        {
          name: 'shop',
          secretName: 'mine',
          permissions: [{ vhost: '/', configure: '', write: '^orders', read: '^orders' }, { vhost: 'shop of ours' }],
          tags: ['management', 'monitoring'],
        },
      ],
    },
  ],
  ['a version to upgrade from', { version: '4.0.5' }],
  ['TLS by an own authority', { tls: { mode: 'Enabled' } }],
  ['TLS by a certificate of ones own', { tls: { mode: 'Enabled', secretName: 'mine' } }],
  ['plugins', { plugins: ['rabbitmq_stream', 'rabbitmq_mqtt'] }],
  ['definitions in a Secret', { definitions: { secretName: 'mine' } }],
  ['definitions in a ConfigMap', { definitions: { configMapName: 'mine' } }],
  ['no metrics', { metrics: { mode: 'Disabled' } }],
  [
    'classic queues that may go',
    { clustering: { classicQueuesOnScaleIn: 'Discard', quorumQueueGroupSize: 5, balanceLeaders: 'Disabled' } },
  ],
  ['ephemeral storage', { storage: { ephemeral: true } }],
];

export const badSpecs: readonly BadSpecCase[] = [
  ...badNetworkPolicies,
  ['fewer than no nodes', { replicas: -1 }, 'spec.replicas'],
  ['a version of old', { version: '3.13.7' }, 'spec.version'],
  ['a version that is not known', { version: '4.4.0' }, 'spec.version'],
  ['queues without members', { clustering: { quorumQueueGroupSize: 0 } }, 'spec.clustering.quorumQueueGroupSize'],
  ['a mode that does not exist', { clustering: { classicQueuesOnScaleIn: 'Maybe' } }, 'spec.clustering.classicQueuesOnScaleIn'],
  ['a user that is the operator', { users: [{ name: 'dataservices-operator' }] }, 'users[].name must not be'],
  ['the client user once more', { users: [{ name: 'app' }] }, 'users[].name must not be'],
  ['a certificate without TLS', { tls: { secretName: 'mine' } }, 'spec.tls'],
  ['a plugin that lets people in', { plugins: ['rabbitmq_auth_backend_ldap'] }, 'spec.plugins'],
  ['definitions from nowhere', { definitions: {} }, 'definitions: name either'],
  ['definitions from two places', { definitions: { secretName: 'a', configMapName: 'b' } }, 'definitions: name either'],
  ['an administrator', { users: [{ name: 'shop', tags: ['administrator'] }] }, 'spec.users'],
  ['a user twice', { users: [{ name: 'shop' }, { name: 'shop' }] }, 'spec.users'],
  [
    'permissions in one virtual host twice',
    { users: [{ name: 'shop', permissions: [{ vhost: '/' }, { vhost: '/', read: '' }] }] },
    'spec.users',
  ],
  ['a line break in a virtual host', { users: [{ name: 'shop', permissions: [{ vhost: 'a\nb' }] }] }, 'spec.users'],
  ['a line break in a setting', { config: { channel_max: '1\nlisteners.tcp = none' } }, 'spec.config.channel_max'],
  ['a quote in a setting', { config: { channel_max: "1'" } }, 'spec.config'],
  ...lineEnds('channel_max'),
  ['a key that would be two', { config: { 'a=b': 1 } }, 'spec.config'],
  ['a key with a space', { config: { 'channel_max ': 1 } }, 'spec.config'],
];

/** One key for each refusal; a key that ends in * stands for a family. */
export const refusedSettings: readonly BadSpecCase[] = rabbitmqRefusedKeys
  .flatMap(({ keys }) => keys)
  .map((key) => [`the setting ${key}`, { config: { [key.replace('*', '1')]: 'x' } }, key]);
