import type { KafkaCluster } from '@dataservices/api';
import type { KafkaAccess } from '../client/kafka-access.ts';
import { KafkaAdminError } from '../client/kafka-admin-error.ts';
import type {
  BrokerView,
  ConfigView,
  KafkaAdmin,
  LogDirView,
  PartitionRef,
  PartitionView,
  QuorumView,
  ReassignmentView,
  ResourceConfig,
} from '../client/port.ts';
import { type KafkaView, partitionKey, type TopicSettings } from '../observed.ts';
import { rateKeys } from '../plan/throttle.ts';

type Access = Pick<KafkaAccess, 'brokers' | 'controllers'>;

export type KafkaInput = {
  readonly admin: KafkaAdmin;
  readonly access: Access;
  readonly cluster: KafkaCluster;
  readonly signal: AbortSignal;
};

/** Who votes, by whoever answers. */
export async function observeQuorum(
  admin: KafkaAdmin,
  { brokers, controllers = [] }: Access,
  signal: AbortSignal,
): Promise<QuorumView | undefined> {
  if (brokers.length === 0 && controllers.length === 0) return undefined;
  return orUndefined(() => admin.describeQuorum({ signal }));
}

/** What the brokers say of the cluster; undefined where none could, or where only a part could be found out. A call that fails says nothing, and fails no pass. */
export async function observeKafka({ admin, access, cluster, signal }: KafkaInput): Promise<KafkaView | undefined> {
  if (access.brokers.length === 0) return undefined;
  return orUndefined(async () => {
    const options = { signal };
    const [{ clusterId, brokers: registered }, partitions, reassignments] = await Promise.all([
      admin.describeCluster(options),
      admin.listPartitions(options),
      admin.listReassignments(options),
    ]);
    const serving = registered.filter(({ isFenced }) => !isFenced).map(({ id }) => id);
    const [topics, clusterSettings, brokerSettings, logs] = await Promise.all([
      topicSettings(admin, partitions, signal),
      clusterWideSettings(admin, signal),
      settingsOfBrokers(admin, serving, signal),
      areBrokersChanging(cluster, registered) ? replicasOn(admin, serving, signal) : [],
    ]);
    const view = { clusterId, registered, partitions, reassignments, topics, clusterSettings, brokerSettings };
    return { ...view, sizes: sizesOf(logs), arrived: arrivedOf(logs, reassignments) };
  });
}

/** Whether some are to leave or have joined, so that it matters how much there is to move. */
function areBrokersChanging({ spec, status }: KafkaCluster, registered: readonly BrokerView[]): boolean {
  const known = status.kraft?.spreadOver;
  return registered.some(({ id }) => id >= spec.replicas || known?.includes(id) === false);
}

const topicKeys = ['min.insync.replicas', 'leader.replication.throttled.replicas', 'follower.replication.throttled.replicas'] as const;

async function topicSettings(
  admin: KafkaAdmin,
  partitions: readonly PartitionView[],
  signal: AbortSignal,
): Promise<ReadonlyMap<string, TopicSettings>> {
  const names = [...new Set(partitions.map(({ topic }) => topic))];
  if (names.length === 0) return new Map();
  const configs = await admin.describeConfigs(
    names.map((name) => ({ type: 'topic', name })),
    { signal, keys: topicKeys },
  );
  return new Map(configs.map((config) => [config.name, settingsOf(config)]));
}

function settingsOf({ configs }: ResourceConfig): TopicSettings {
  const [minIsr, leader, follower] = topicKeys.map((key) => configs.find((config) => config.key === key));
  const ownValue = (config: ConfigView | undefined) => (config?.source === 'topic' ? (config.value ?? '') : '');
  return { minIsr: Number(minIsr?.value ?? 1), leaderThrottled: ownValue(leader), followerThrottled: ownValue(follower) };
}

async function clusterWideSettings(admin: KafkaAdmin, signal: AbortSignal): Promise<Readonly<Record<string, string>>> {
  const [config] = await admin.describeConfigs([{ type: 'cluster', name: '' }], { signal });
  return dynamicOnes(config, 'cluster');
}

const brokerKeys = [...rateKeys, 'cordoned.log.dirs'] as const;

/** One that does not answer is left out. */
async function settingsOfBrokers(admin: KafkaAdmin, ids: readonly number[], signal: AbortSignal) {
  const all = await Promise.all(
    ids.map(async (id) => {
      const configs = await orUndefined(() => admin.describeConfigs([{ type: 'broker', name: String(id) }], { signal, keys: brokerKeys }));
      return configs === undefined ? undefined : ([id, dynamicOnes(configs[0], 'broker')] as const);
    }),
  );
  return new Map(all.filter((one) => one !== undefined));
}

function dynamicOnes(config: ResourceConfig | undefined, source: ConfigView['source']): Readonly<Record<string, string>> {
  const own = (config?.configs ?? []).filter((one) => one.source === source && one.value !== undefined);
  return Object.fromEntries(own.map(({ key, value }) => [key, value ?? '']));
}

type ReplicaOn = PartitionRef & { readonly broker: number; readonly bytes: number };

async function replicasOn(admin: KafkaAdmin, ids: readonly number[], signal: AbortSignal): Promise<readonly ReplicaOn[]> {
  const answers = await Promise.all(
    ids.map(async (broker) => {
      const directories: readonly LogDirView[] = (await orUndefined(() => admin.describeLogDirs(broker, { signal }))) ?? [];
      return directories.flatMap(({ logs }) => logs.map(({ topic, partition, bytes }) => ({ topic, partition, broker, bytes })));
    }),
  );
  return answers.flat();
}

/** By the largest replica of each partition: one that has just begun to be copied says nothing. */
function sizesOf(replicas: readonly ReplicaOn[]): ReadonlyMap<string, number> {
  const sizes = new Map<string, number>();
  for (const one of replicas) sizes.set(partitionKey(one), Math.max(one.bytes, sizes.get(partitionKey(one)) ?? 0));
  return sizes;
}

function arrivedOf(replicas: readonly ReplicaOn[], reassignments: readonly ReassignmentView[]): ReadonlyMap<string, number> {
  const adding = new Map(reassignments.map((one) => [partitionKey(one), one.adding]));
  const arrived = new Map<string, number>();
  for (const one of replicas) {
    const key = partitionKey(one);
    if (adding.get(key)?.includes(one.broker) === true) arrived.set(key, (arrived.get(key) ?? 0) + one.bytes);
  }
  return arrived;
}

async function orUndefined<T>(ask: () => Promise<T>): Promise<T | undefined> {
  try {
    return await ask();
  } catch (error) {
    if (error instanceof KafkaAdminError) return undefined;
    throw error;
  }
}
