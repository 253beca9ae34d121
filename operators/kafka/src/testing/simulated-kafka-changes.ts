import type { ConfigChange, NewTopic, PartitionRef, Reassignment, Refusal } from '../client/port.ts';
import {
  changePartitions,
  levels,
  type SimulatedBroker,
  type SimulatedKafka,
  type SimulatedPartition,
  servingBrokers,
  type Voter,
} from './simulated-kafka.ts';
import { electLeader, finishMove } from './simulated-kafka-tick.ts';

/** What becomes of Kafka, or Kafka's name of the error for which nothing does. */
export type Change = SimulatedKafka | { readonly error: string };
export type PartialChange = { readonly kafka: SimulatedKafka; readonly refusals: readonly Refusal[] };

export function addVoter(kafka: SimulatedKafka, voter: Voter): Change {
  if (kafka.voters.some(({ id }) => id === voter.id)) return { error: 'DUPLICATE_VOTER' };
  return { ...kafka, voters: [...kafka.voters, voter] };
}

/** A leader steps down. */
export function removeVoter(kafka: SimulatedKafka, { id, directoryId }: Voter): Change {
  const isIt = (voter: Voter) => voter.id === id && voter.directoryId === directoryId;
  if (!kafka.voters.some(isIt)) return { error: 'VOTER_NOT_FOUND' };
  const voters = kafka.voters.filter((voter) => !isIt(voter));
  return { ...kafka, voters, leaderId: kafka.leaderId === id ? undefined : kafka.leaderId };
}

export function unregisterBroker(kafka: SimulatedKafka, id: number): SimulatedKafka {
  return { ...kafka, brokers: kafka.brokers.filter((broker) => broker.id !== id) };
}

/** Replicas are laid one broker after another, from one that depends on the partition, over those that are neither fenced nor cordoned. */
export function createTopic(kafka: SimulatedKafka, { topic, partitions, replicationFactor, configs = {} }: NewTopic, bytes = 0): Change {
  if (kafka.partitions.some((partition) => partition.topic === topic)) return { error: 'TOPIC_ALREADY_EXISTS' };
  const open = kafka.brokers
    .filter(({ isFenced, configs: own }) => !isFenced && own['cordoned.log.dirs'] === undefined)
    .map(({ id }) => id);
  if (open.length < replicationFactor) return { error: 'INVALID_REPLICATION_FACTOR' };
  const made = Array.from({ length: partitions }, (_, partition): SimulatedPartition => {
    const replicas = Array.from({ length: replicationFactor }, (__, index) => open[(partition + index) % open.length] ?? 0);
    return { topic, partition, replicas, isr: replicas, leader: replicas[0], target: undefined, bytes, copied: {}, isLost: false };
  });
  return { ...kafka, partitions: [...kafka.partitions, ...made], topicConfigs: { ...kafka.topicConfigs, [topic]: configs } };
}

export function deleteTopic(kafka: SimulatedKafka, topic: string): SimulatedKafka {
  const { [topic]: _, ...topicConfigs } = kafka.topicConfigs;
  return { ...kafka, topicConfigs, partitions: kafka.partitions.filter((partition) => partition.topic !== topic) };
}

export function alterReassignments(before: SimulatedKafka, changes: readonly Reassignment[]): PartialChange {
  let kafka = before;
  const refusals: Refusal[] = [];
  for (const change of changes) {
    const found = kafka.partitions.find((each) => isSame(each, change));
    const error = found === undefined ? 'UNKNOWN_TOPIC_OR_PARTITION' : errorOf(kafka, found, change.replicas);
    if (error === undefined)
      kafka = changePartitions(kafka, (each) => (isSame(each, change) ? moved(each, change, servingBrokers(before)) : each));
    else refusals.push(refusal(change, error));
  }
  return { kafka, refusals };
}

function moved(partition: SimulatedPartition, { replicas }: Reassignment, serving: readonly number[]): SimulatedPartition {
  return finishMove(replicas === undefined ? cancel(partition) : begin(partition, replicas), serving);
}

function errorOf({ brokers }: SimulatedKafka, partition: SimulatedPartition, replicas: readonly number[] | undefined): string | undefined {
  if (replicas === undefined) return undefined;
  const isKnown = replicas.every((id) => brokers.some((broker) => broker.id === id));
  if (replicas.length === 0 || new Set(replicas).size < replicas.length || !isKnown) return 'INVALID_REPLICA_ASSIGNMENT';
  const size = (partition.target?.before ?? partition.replicas).length;
  return replicas.length === size ? undefined : 'INVALID_REPLICATION_FACTOR';
}

/** Those that were there stay until all of those that are to be have it. What an earlier move had begun is dropped. */
function begin(partition: SimulatedPartition, replicas: readonly number[]): SimulatedPartition {
  const before = partition.target?.before ?? partition.replicas;
  const all = [...replicas, ...before.filter((id) => !replicas.includes(id))];
  return { ...partition, target: { replicas, before }, replicas: all, isr: partition.isr.filter((id) => all.includes(id)) };
}

function cancel(partition: SimulatedPartition): SimulatedPartition {
  const { target, isr } = partition;
  if (target === undefined) return partition;
  const back = target.before.filter((id) => isr.includes(id));
  // Whoever was added last may be the only one in sync: Kafka keeps it then.
  if (back.length === 0) return partition;
  const leader = back.find((id) => id === partition.leader) ?? back[0];
  return { ...partition, target: undefined, replicas: target.before, isr: back, leader, copied: {} };
}

export function electPreferred(kafka: SimulatedKafka, partitions: readonly PartitionRef[] | 'all'): PartialChange {
  const wanted = partitions === 'all' ? kafka.partitions : partitions;
  const refusals = wanted.flatMap((each): Refusal[] => {
    const found = kafka.partitions.find((one) => isSame(one, each));
    if (found === undefined) return [refusal(each, 'UNKNOWN_TOPIC_OR_PARTITION')];
    return isElectable(found, kafka) ? [] : [refusal(each, 'PREFERRED_LEADER_NOT_AVAILABLE')];
  });
  const next = changePartitions(kafka, (each) =>
    wanted.some((one) => isSame(one, each)) && isElectable(each, kafka) ? { ...each, leader: each.replicas[0] } : each,
  );
  return { kafka: next, refusals };
}

function isElectable({ replicas: [preferred], isr }: SimulatedPartition, kafka: SimulatedKafka): boolean {
  return preferred !== undefined && isr.includes(preferred) && servingBrokers(kafka).includes(preferred);
}

export function alterConfigs(kafka: SimulatedKafka, changes: readonly ConfigChange[]): Change {
  return changes.reduce<Change>((now, change) => ('error' in now ? now : alterOne(now, change)), kafka);
}

function alterOne(kafka: SimulatedKafka, change: ConfigChange): Change {
  const { name } = change;
  switch (change.type) {
    case 'cluster':
      return { ...kafka, clusterConfigs: altered(kafka.clusterConfigs, change) };
    case 'topic': {
      const own = kafka.topicConfigs[name];
      if (own === undefined) return { error: 'UNKNOWN_TOPIC_OR_PARTITION' };
      return { ...kafka, topicConfigs: { ...kafka.topicConfigs, [name]: altered(own, change) } };
    }
    case 'broker': {
      const isIt = ({ id }: SimulatedBroker) => String(id) === name;
      return {
        ...kafka,
        brokers: kafka.brokers.map((broker) => (isIt(broker) ? { ...broker, configs: altered(broker.configs, change) } : broker)),
      };
    }
  }
}

function altered(configs: Readonly<Record<string, string>>, { operations }: ConfigChange): Readonly<Record<string, string>> {
  const next: Record<string, string> = { ...configs };
  for (const { key, value } of operations) {
    if (value === undefined) delete next[key];
    else next[key] = value;
  }
  return next;
}

export function updateFeature(kafka: SimulatedKafka, feature: string, level: number): Change {
  const range = Object.entries(levels).find(([name]) => name === feature)?.[1];
  if (range === undefined || level < range.min || level > range.max) return { error: 'INVALID_UPDATE_VERSION' };
  return { ...kafka, features: { ...kafka.features, [feature]: level } };
}

/** A broker's disk is gone, and with it what nobody else had. */
export function loseDisk(kafka: SimulatedKafka, id: number): SimulatedKafka {
  return changePartitions(kafka, (partition) => {
    const { [id]: _, ...copied } = partition.copied;
    if (!partition.isr.includes(id)) return { ...partition, copied };
    const isr = partition.isr.filter((each) => each !== id);
    if (isr.length === 0) return { ...partition, copied, isLost: true };
    return electLeader({ ...partition, copied, isr }, servingBrokers(kafka));
  });
}

function isSame(a: PartitionRef, b: PartitionRef): boolean {
  return a.topic === b.topic && a.partition === b.partition;
}

function refusal({ topic, partition }: PartitionRef, error: string): Refusal {
  return { topic, partition, error, message: '' };
}
