import { majority } from '@dataservices/plan';

/** A broker as the cluster has it registered. */
export type SimulatedBroker = {
  readonly id: number;
  readonly rack: string | undefined;
  readonly isFenced: boolean;
  /** Set on it dynamically. */
  readonly configs: Readonly<Record<string, string>>;
};

export type SimulatedPartition = {
  readonly topic: string;
  readonly partition: number;
  /** Those that are being added among them, and those that are being removed. */
  readonly replicas: readonly number[];
  readonly isr: readonly number[];
  readonly leader: number | undefined;
  /** Under way: the list that is to be, and the one that was. */
  readonly target: { readonly replicas: readonly number[]; readonly before: readonly number[] } | undefined;
  readonly bytes: number;
  /** By broker: how much of it those have that are not in sync. */
  readonly copied: Readonly<Record<number, number>>;
  /** Whether what was acknowledged is nowhere any more. */
  readonly isLost: boolean;
};

export type Voter = { readonly id: number; readonly directoryId: string };

/** Kafka, as far as decisions depend on it: a value. What happens to it are functions from one to the next. */
export type SimulatedKafka = {
  readonly clusterId: string;
  readonly voters: readonly Voter[];
  /** The active controller. */
  readonly leaderId: number | undefined;
  readonly epoch: number;
  readonly brokers: readonly SimulatedBroker[];
  readonly partitions: readonly SimulatedPartition[];
  readonly topicConfigs: Readonly<Record<string, Readonly<Record<string, string>>>>;
  /** Set dynamically for all brokers. */
  readonly clusterConfigs: Readonly<Record<string, string>>;
  readonly features: Readonly<Record<string, number>>;
};

/** Which nodes run. A controller with another directory than the one that votes has lost its disk, and does not vote. */
export type Running = {
  readonly brokers: readonly { readonly id: number; readonly rack?: string | undefined }[];
  readonly controllers: readonly Voter[];
};

/** What a tick may do. */
export type Pace = {
  /** What a broker receives in one tick at most while no throttle holds it back, over all partitions together. */
  readonly bytesPerTick: number;
};

export const usualPace: Pace = { bytesPerTick: 100 };

export const levels = { 'metadata.version': { min: 7, max: 30 }, 'kraft.version': { min: 0, max: 1 } } as const;

/** Founded by controllers that were formatted with each other; nobody is registered yet. */
export function foundKafka(clusterId: string, voters: readonly Voter[]): SimulatedKafka {
  return {
    clusterId,
    voters,
    leaderId: undefined,
    epoch: 0,
    brokers: [],
    partitions: [],
    topicConfigs: {},
    clusterConfigs: {},
    features: { 'metadata.version': 30, 'kraft.version': 1 },
  };
}

/** Whether the controllers can decide anything. */
export function hasQuorum({ voters }: SimulatedKafka, { controllers }: Running): boolean {
  return votersRunning(voters, controllers).length >= majority(voters.length) && voters.length > 0;
}

export function votersRunning(voters: readonly Voter[], controllers: readonly Voter[]): readonly Voter[] {
  return voters.filter((voter) => controllers.some(({ id, directoryId }) => id === voter.id && directoryId === voter.directoryId));
}

export function servingBrokers({ brokers }: SimulatedKafka): readonly number[] {
  return brokers.filter(({ isFenced }) => !isFenced).map(({ id }) => id);
}

export function changePartitions(kafka: SimulatedKafka, change: (partition: SimulatedPartition) => SimulatedPartition): SimulatedKafka {
  return { ...kafka, partitions: kafka.partitions.map(change) };
}
