import type { RefusedKeys } from './config.ts';

const protocols = ['TLSv1.3', 'TLSv1.2'];

/** Keys of a broker's configuration that spec.config does not take. */
export const kafkaRefusedKeys: readonly RefusedKeys[] = [
  {
    keys: ['node.id', 'broker.id*', 'process.roles', 'controller.*', 'metadata.log.*', 'metadata.max.*', 'early.start.listeners'],
    remedy: 'the operator decides who is a broker and who is a controller; set spec.replicas and spec.controllers',
  },
  {
    keys: ['listener*', 'advertised.*', 'port', 'host.name', 'inter.broker.*', 'control.plane.*'],
    remedy: 'set spec.listeners; how clients find the first broker, spec.service says',
  },
  {
    keys: ['ssl.*', 'sasl.*', 'security.*', 'super.users', 'authorizer.*', 'principal.*', 'delegation.*', 'password.encoder.*'],
    remedy: 'set spec.tls and spec.listeners: the operator decides how connections are encrypted and who clients are',
    except: {
      'ssl.cipher.suites': [],
      'ssl.enabled.protocols': [...protocols, 'TLSv1.3,TLSv1.2', 'TLSv1.2,TLSv1.3'],
      'ssl.protocol': protocols,
    },
  },
  {
    keys: ['log.dir*', 'cordoned.*'],
    remedy: 'the operator places the files on the volume of spec.storage, and says which broker takes no new partitions',
  },
  {
    keys: ['broker.rack'],
    remedy: 'set spec.rack',
  },
  {
    keys: [
      'leader.replication.throttled.*',
      'follower.replication.throttled.*',
      'replica.alter.log.dirs.*',
      'auto.leader.rebalance.enable',
      'leader.imbalance.*',
    ],
    remedy: 'set spec.rebalance',
  },
  {
    keys: ['unclean.leader.election.enable', 'unstable.*', 'log.flush.*', 'controlled.shutdown.enable'],
    remedy:
      'writes that were acknowledged could be lost, or brokers would be missed when they restart; set it on the topics concerned, where topics have it',
  },
  {
    keys: [
      'config.providers*',
      // Names of classes, however they are called now and will be.
      '*.class*',
      '*.assignors',
      '*.reporters',
      'client.quota.callback.*',
      'create.topic.policy.*',
      'alter.config.policy.*',
      'metrics.*',
      'auto.include.*',
      'kafka.metrics.*',
      'telemetry.*',
      'remote.log.*',
      'zookeeper.*',
    ],
    remedy:
      'the operator decides which code is loaded into the servers; set spec.metrics for metrics, and spec.rack for reads from the nearest replica',
    except: {
      'replica.selector.class': ['org.apache.kafka.common.replica.RackAwareReplicaSelector'],
      'group.consumer.assignors': ['uniform', 'range', 'uniform,range', 'range,uniform'],
    },
  },
];
