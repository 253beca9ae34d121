import type { StoredObject } from '@dataservices/plan';
import { z } from 'zod';
import { commonSpecFields } from './common-spec.ts';
import { commonStatusFields } from './common-status.ts';
import { propertyKeys } from './config.ts';
import type { Frozen } from './frozen.ts';
import { jvmTuning } from './jvm-options.ts';
import { authorizationRules, kafkaAuthorization } from './kafka-authorization.ts';
import { kafkaControllers } from './kafka-controllers.ts';
import { kraft } from './kafka-kraft.ts';
import { kafkaListeners, listenersFromOutside } from './kafka-listener.ts';
import { kafkaRefusedKeys } from './kafka-refused-keys.ts';
import { kafkaUser } from './kafka-user.ts';
import { outsideIsNamed, serviceFromOutside } from './network-policy.ts';
import { withRules } from './rule.ts';
import { tlsOf } from './tls.ts';
import { toggle } from './toggle.ts';
import { knownUsers, usersOf } from './users.ts';

const rebalance = z.object({
  mode: z
    .enum(['Full', 'Leaders', 'None'])
    .describe(
      'What is done for brokers that have joined or restarted. Full: partitions are spread onto brokers that joined, and the first replica of each leads. Leaders: only the latter. None: neither. Brokers that leave are always emptied first.',
    )
    .default('Full'),
  throttleBytesPerSecond: z
    .int()
    .min(1024)
    .max(1_099_511_627_776)
    .meta({ format: 'int64' })
    .describe(
      'Most that one broker sends, and most that one receives, of partitions that are moved, in bytes per second, 1024 to 1099511627776 (1 TiB). It must be above what producers write to those partitions, or a move never ends. Omitted: no limit.',
    )
    .exactOptional(),
  maxMovesPerBroker: z
    .int32()
    .min(1)
    .max(100)
    .describe('Most partitions that a broker sends or receives at the same time while they are moved, 1 to 100.')
    .default(5),
});

const rack = z.object({
  mode: z
    .enum(['Zone', 'None'])
    .describe(
      'Zone: a broker tells Kafka the zone of its node (the label topology.kubernetes.io/zone), so that the replicas of a partition stand in different zones, and consumers that name theirs read from the nearest. None: it tells nothing.',
    )
    .default('Zone'),
});

const jvm = z.object({
  heapPercent: z
    .int32()
    .min(10)
    .max(90)
    .describe(
      'Part of the memory limit that is the heap, in percent, 10 to 90; the rest serves the page cache. Without a memory limit the heap of a broker is 512 MiB, that of a controller 256 MiB.',
    )
    .default(50),
  extraOptions: z
    .array(
      z
        .string()
        .max(128)
        .regex(
          new RegExp(jvmTuning.join('|')),
          'must be an option that tunes garbage collection, threads or buffers, such as -XX:+UseZGC, -XX:MaxGCPauseMillis=50 or -Xss512k',
        ),
    )
    .max(32)
    .meta({ 'x-kubernetes-list-type': 'atomic' })
    .describe(
      'Further options of the virtual machine, at most 32: garbage collection, threads, buffers. The heap follows the memory limit.',
    )
    .default([]),
});

const metrics = z.object({
  mode: toggle()
    .describe(
      'Enabled has every broker and controller serve its metrics for Prometheus on port 9404, by the JMX exporter that the image has as /opt/jmx-exporter/jmx_prometheus_javaagent.jar. An image without it serves none.',
    )
    .default('Enabled'),
});

const tls = tlsOf({
  mode: 'encrypts every connection among brokers and controllers, each of which proves who it is, and those of every listener that does not say otherwise',
  takenOver: 'by a restart of one pod after another',
});

const common = commonSpecFields({ defaultVersion: '4.3.1', configKeys: propertyKeys, refusedKeys: kafkaRefusedKeys });

const specObject = z.object({
  version: common.version,
  image: common.image,
  imagePullPolicy: common.imagePullPolicy,
  imagePullSecrets: common.imagePullSecrets,
  replicas: common.replicas,
  resources: common.resources,
  storage: common.storage,
  config: common.config,
  tls: tls.describe('Whether connections are encrypted, and by whose certificate.').prefault({}),
  listeners: kafkaListeners,
  users: usersOf(kafkaUser),
  authorization: kafkaAuthorization.describe('Whether users are kept to their permissions.').prefault({}),
  metrics: metrics.describe('What is measured.').prefault({}),
  service: common.service,
  networkPolicy: common.networkPolicy,
  pod: common.pod,
  logging: common.logging,
  paused: common.paused,
  controllers: kafkaControllers.describe('The controllers, which run beside the brokers in pods of their own.').prefault({}),
  rebalance: rebalance.describe('How partitions are moved.').prefault({}),
  rack: rack.describe('Whether Kafka knows where its brokers stand.').prefault({}),
  jvm: jvm.describe('The Java virtual machines.').prefault({}),
});

export const kafkaClusterSpec = withRules(specObject, [
  {
    cel: "!has(self.version) || self.version.matches('^4[.][1-3][.]')",
    message: 'version must be one of 4.1, 4.2 or 4.3',
    field: 'version',
    holds: ({ version }) => /^4\.[1-3]\./.test(version),
  },
  {
    cel: "!has(self.listeners) || self.tls.mode == 'Enabled' || self.listeners.all(one, !has(one.tls) || !has(one.tls.mode) || one.tls.mode == 'Disabled')",
    message:
      'listeners[].tls.mode Enabled needs the certificates that spec.tls.mode Enabled brings: make a cluster with it, or leave the listener without TLS',
    field: 'listeners',
    holds: ({ tls: { mode }, listeners }) => mode === 'Enabled' || listeners.every((one) => one.tls.mode !== 'Enabled'),
  },
  {
    cel: "!has(self.listeners) || self.listeners.all(one, !has(one.authentication) || one.authentication.type != 'Tls' || (self.tls.mode == 'Enabled' && (!has(one.tls) || !has(one.tls.mode) || one.tls.mode == 'Enabled')))",
    message:
      'listeners[].authentication.type Tls needs TLS: make a cluster with spec.tls.mode Enabled and leave out listeners[].tls, or choose another type',
    field: 'listeners',
    holds: ({ tls: { mode }, listeners }) =>
      listeners.every((one) => one.authentication.type !== 'Tls' || (mode === 'Enabled' && one.tls.mode !== 'Disabled')),
  },
  {
    cel: "!has(self.listeners) || !has(self.tls.secretName) || self.listeners.all(one, !has(one.authentication) || one.authentication.type != 'Tls')",
    message:
      "listeners[].authentication.type Tls needs the cluster's own authority, which signs the certificates of clients: leave out spec.tls.secretName, or choose another type",
    field: 'listeners',
    holds: ({ tls: { secretName }, listeners }) => secretName === undefined || listeners.every((one) => one.authentication.type !== 'Tls'),
  },
  ...authorizationRules,
  outsideIsNamed(serviceFromOutside),
  outsideIsNamed(listenersFromOutside),
]);

export const kafkaClusterStatus = z.object({
  ...commonStatusFields(),
  users: knownUsers(),
  kraft: kraft.describe('Where the cluster comes from, and what was done to its brokers.').exactOptional(),
});

export const kafkaClusterSchema = z.object({
  spec: kafkaClusterSpec.describe('What is asked for.').prefault({}),
  status: kafkaClusterStatus.describe('What the operator observed and does.').prefault({}),
});

export type KafkaListenerSpec = Frozen<z.output<typeof kafkaListeners>>[number];
export type KafkaClusterSpec = Frozen<z.output<typeof kafkaClusterSpec>>;
export type KafkaClusterStatus = Frozen<z.output<typeof kafkaClusterStatus>>;

/** What a user writes: everything optional. */
export type KafkaClusterSpecInput = Frozen<z.input<typeof kafkaClusterSpec>>;

export type KafkaCluster = StoredObject & {
  readonly metadata: { readonly namespace: string; readonly generation: number };
  readonly spec: KafkaClusterSpec;
  readonly status: KafkaClusterStatus;
};
