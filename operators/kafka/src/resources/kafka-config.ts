import type { KafkaCluster } from '@dataservices/api';
import { compareVersions } from '@dataservices/plan';
import { hostOf, ports, type Role } from '../names.ts';
import type { Observed } from '../observed.ts';
import { authorizerConfig } from './authorizer-config.ts';
import { staticSettings } from './dynamic-settings.ts';
import { announcement, listenerConfig } from './listener-config.ts';

type Properties = Readonly<Record<string, string | number>>;

const safeReplicas = 3;

/** Seven days, in milliseconds. Kafka adds up to as much again, by chance, and counts in 32 bits. */
const neverMs = 604_800_000;

/** Controllers that have all been away for longer are not back within seconds. */
const longAbsenceMs = 300_000;

/**
 * What a server reads when it starts, but for what is its own: its number, its addresses and its rack, which the start script adds. Settings that take
 * effect without a restart are not among it.
 */
export function kafkaConfig(named: Pick<Observed, 'cluster' | 'names'>, role: Role): Properties {
  const { cluster } = named;
  return {
    'process.roles': role,
    ...listenerConfig(named, role),
    ...(role === 'broker' && brokerConfig(cluster)),
    'log.dirs': '/data/kafka',
    ...authorizerConfig(cluster),
    // Both kinds of server are given all of these: what a controller decides for topics depends on some of them.
    ...staticSettings(cluster),
  };
}

/**
 * The same, with what follows from the number of members. It reaches a server with its next restart, and is no reason for one: the controllers
 * that were known when it started lead to all others.
 */
export function wholeConfig(observed: Pick<Observed, 'cluster' | 'names'>, role: Role): Properties {
  const { cluster, names } = observed;
  const { controllers, replicas } = cluster.spec;
  const hosts = Array.from({ length: controllers.replicas }, (_, ordinal) => `${hostOf(names, 'controller', ordinal)}:${ports.controller}`);
  return {
    'controller.quorum.bootstrap.servers': hosts.join(','),
    ...announcement(cluster, role),
    ...replicationDefaults(replicas),
    ...kafkaConfig(observed, role),
  };
}

/** For topics that say nothing themselves, Kafka's own among them: as many replicas as survive the loss of a broker during the restart of another. */
function replicationDefaults(brokers: number): Properties {
  const replicas = Math.max(1, Math.min(safeReplicas, brokers));
  const minIsr = replicas >= safeReplicas ? 2 : 1;
  return {
    'default.replication.factor': replicas,
    'offsets.topic.replication.factor': replicas,
    'transaction.state.log.replication.factor': replicas,
    'transaction.state.log.min.isr': minIsr,
    'share.coordinator.state.topic.replication.factor': replicas,
    'share.coordinator.state.topic.min.isr': minIsr,
  };
}

function brokerConfig(cluster: KafkaCluster): Properties {
  return {
    // How long a controller waits before it wants to lead, which a broker never does. Kafka 4 wakes it nevertheless, and once that time is over, again and
    // again without a pause: a broker that had found no controller yet took a whole processor, away from the controllers that were to start.
    'controller.quorum.election.timeout.ms': neverMs,
    // The same, from 4.2 on, of a broker that has lost all controllers for so long: it asks another one when a request is over its own limit, and needs no
    // other. Before 4.2, it is after this time that it asks another one.
    ...(compareVersions(cluster.spec.version, '4.2') >= 0 && { 'controller.quorum.fetch.timeout.ms': longAbsenceMs }),
    // One that ends because nobody answers would only be started again, later and later.
    'initial.broker.registration.timeout.ms': 1_800_000,
    // The operator has the first replica lead, when everybody is well, and says so.
    'auto.leader.rebalance.enable': 'false',
    ...(cluster.spec.rack.mode === 'Zone' && {
      'replica.selector.class': 'org.apache.kafka.common.replica.RackAwareReplicaSelector',
    }),
  };
}
