export type Broker = {
  readonly id: number;
  /** Where it stands. Brokers without one count as standing together. */
  readonly rack?: string | undefined;
  /** Its share of replicas and leaders beside the others', such as its disk in GiB; above 0. Default 1. */
  readonly weight?: number | undefined;
};

export type Partition = {
  readonly topic: string;
  readonly partition: number;
  /** Broker ids; the first is the preferred leader. */
  readonly replicas: readonly number[];
  /** What one replica holds. */
  readonly bytes: number;
};

/** Whole replica lists. With the same brokers in another order, no data moves: only who is preferred as leader. */
export type Move = {
  readonly topic: string;
  readonly partition: number;
  readonly from: readonly number[];
  readonly to: readonly number[];
};

export type ReassignmentInput = {
  /** drain: only what must leave the removed brokers moves. balance: then replicas and leaders are evened out as well. */
  readonly mode: 'drain' | 'balance';
  /** Those that may hold replicas. Removed ones may be among them, and need not be. */
  readonly brokers: readonly Broker[];
  /** Ids of brokers that are to hold nothing. */
  readonly remove?: readonly number[] | undefined;
  readonly partitions: readonly Partition[];
};

export type ReassignmentPlan = {
  /** Ordered by topic and partition; each partition at most once. */
  readonly moves: readonly Move[];
  /** What is copied: for each replica on a broker that had none of the partition, its bytes. */
  readonly bytes: number;
};
