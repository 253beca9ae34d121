import type { LoadedCertificates } from '@dataservices/members';

/** What Kafka tells the operator, and what it is told. Ids are node ids; directory ids are in Kafka's own text form, 22 characters of base64url. */

/** Where a node listens, by the operator's own knowledge, and which pod that was when it was looked up. */
export type Target = {
  readonly nodeId: number;
  readonly pod: string;
  /** Address or host name. */
  readonly ip: string;
  readonly port: number;
  /** What its certificate is for, where it is reached with TLS by another name. */
  readonly serverName?: string | undefined;
  /** Whether there is reason to believe that it will not answer: then it is not waited for as long. */
  readonly isDoubted?: boolean | undefined;
};

export type LevelRange = { readonly min: number; readonly max: number };

/** A node that answers. Whether it is fenced, only the cluster says. */
export type ServingView = {
  readonly state: 'serving';
  /** By the name of the feature, such as `metadata.version` and `kraft.version`: the levels that the node's version can work with. */
  readonly supported: Readonly<Record<string, LevelRange>>;
  /** The levels that are in force, as this node knows them. */
  readonly finalized: Readonly<Record<string, number>>;
  /** The certificate that it presents, and whom it trusts; absent without TLS, and where it cannot be told. */
  readonly loaded?: LoadedCertificates;
};
/** `error` has no names or numbers that differ from one attempt to the next. */
export type UnreachableView = {
  readonly state: 'unreachable';
  readonly error: string;
  /** Whether it is there, and presents a certificate that is valid no longer. */
  readonly isExpired?: true;
};
export type NodeView = ServingView | UnreachableView;

export type BrokerView = {
  readonly id: number;
  /** Advertised on the listener that was asked. */
  readonly host: string;
  readonly port: number;
  readonly rack: string | undefined;
  /** Registered, and not serving: starting, stopped, or not heard of for the session's time. Kafka before 4.0 does not list such brokers at all. */
  readonly isFenced: boolean;
};

export type ClusterView = {
  readonly clusterId: string;
  /** Ordered by id. Whether one is cordoned is a setting of its own, `cordoned.log.dirs`, and in `LogDirView`. */
  readonly brokers: readonly BrokerView[];
};

export type VoterRef = { readonly id: number; readonly directoryId: string };
export type VoterAddress = VoterRef & { readonly listener: string; readonly host: string; readonly port: number };

export type ReplicaOfQuorumView = VoterRef & {
  /** Records behind the leader. */
  readonly lag: number;
  /** Milliseconds by the leader's clock since it was last caught up with the leader. Undefined where it never was, or the leader has not noted it yet. */
  readonly sinceCaughtUpMs: number | undefined;
};

export type QuorumView = {
  /** The active controller. Undefined while there is none. */
  readonly leaderId: number | undefined;
  readonly epoch: number;
  readonly highWatermark: number;
  readonly voters: readonly ReplicaOfQuorumView[];
  /** Brokers, and controllers that do not vote. */
  readonly observers: readonly ReplicaOfQuorumView[];
};

export type PartitionRef = { readonly topic: string; readonly partition: number };

export type PartitionView = PartitionRef & {
  readonly isInternal: boolean;
  /** Undefined while nobody leads. */
  readonly leader: number | undefined;
  /** The first is the preferred leader. While a reassignment is under way, old and new ones together. */
  readonly replicas: readonly number[];
  readonly isr: readonly number[];
  /** Replicas on brokers that are away, or on a log directory that failed. */
  readonly offline: readonly number[];
};

export type NewTopic = {
  readonly topic: string;
  readonly partitions: number;
  readonly replicationFactor: number;
  readonly configs?: Readonly<Record<string, string>> | undefined;
};

/** A part of a request that was refused, or could not be carried out, while others may have been. */
export type Refusal = {
  readonly topic: string;
  /** Absent where the whole topic was refused. */
  readonly partition?: number | undefined;
  /** Kafka's name of the error, such as INVALID_REPLICA_ASSIGNMENT. */
  readonly error: string;
  readonly message: string;
};

export type LogView = PartitionRef & {
  readonly bytes: number;
  /** Behind the high watermark, in messages; for a future log behind the current one. */
  readonly lag: number;
  /** On its way from another log directory of the same broker. */
  readonly isFuture: boolean;
};

export type LogDirView = {
  readonly path: string;
  /** Kafka's name of the error, such as KAFKA_STORAGE_ERROR, where the directory has failed. */
  readonly error: string | undefined;
  /** Of the volume. Undefined where Kafka could not find it out. */
  readonly totalBytes: number | undefined;
  readonly usableBytes: number | undefined;
  /** Whether new replicas are kept away. Undefined before Kafka 4.3, which does not know that. */
  readonly isCordoned: boolean | undefined;
  readonly logs: readonly LogView[];
};

/** `replicas` undefined cancels. */
export type Reassignment = PartitionRef & { readonly replicas: readonly number[] | undefined };

export type ReassignmentView = PartitionRef & {
  readonly replicas: readonly number[];
  readonly adding: readonly number[];
  readonly removing: readonly number[];
};

/** `cluster`: the default for all brokers, which has an empty name. A broker's name is its id. */
export type ConfigResource =
  | { readonly type: 'topic'; readonly name: string }
  | { readonly type: 'broker'; readonly name: string }
  | { readonly type: 'cluster'; readonly name: '' };

/** topic, broker, cluster: set dynamically there. static: in the broker's configuration file. */
export type ConfigSource = 'topic' | 'broker' | 'cluster' | 'static' | 'default' | 'other';

export type ConfigView = {
  readonly key: string;
  /** Undefined where it has none, or is a secret. */
  readonly value: string | undefined;
  readonly source: ConfigSource;
  readonly isReadOnly: boolean;
  readonly isSensitive: boolean;
};

export type ResourceConfig = ConfigResource & { readonly configs: readonly ConfigView[] };

export type ConfigOperation = {
  readonly key: string;
  /** Undefined takes back what was set there, so that the next source counts. */
  readonly value: string | undefined;
};

export type ConfigChange = ConfigResource & { readonly operations: readonly ConfigOperation[] };

export type ScramMechanism = 'SCRAM-SHA-256' | 'SCRAM-SHA-512';
export type ScramUserView = {
  readonly user: string;
  readonly credentials: readonly { readonly mechanism: ScramMechanism; readonly iterations: number }[];
};
export type ScramChange = {
  readonly user: string;
  readonly mechanism: ScramMechanism;
  /** Undefined deletes the credential. */
  readonly password: string | undefined;
  /** 4096 or more, which is the default. */
  readonly iterations?: number | undefined;
};

export type AclResourceType = 'topic' | 'group' | 'cluster' | 'transactionalId' | 'delegationToken' | 'user';
export type AclOperation =
  | 'all'
  | 'read'
  | 'write'
  | 'create'
  | 'delete'
  | 'alter'
  | 'describe'
  | 'clusterAction'
  | 'describeConfigs'
  | 'alterConfigs'
  | 'idempotentWrite'
  | 'createTokens'
  | 'describeTokens';

export type AclEntry = {
  readonly resourceType: AclResourceType;
  /** `*` for all. Of the cluster: `kafka-cluster`. */
  readonly resourceName: string;
  readonly pattern: 'literal' | 'prefixed';
  /** Such as `User:cart`. */
  readonly principal: string;
  /** `*` for every host. */
  readonly host: string;
  readonly operation: AclOperation;
  readonly permission: 'allow' | 'deny';
};

export type AclFilter = { readonly principal?: string | undefined };

/** `null` is the default for whoever has no entry of their own; what is absent is no part of the entity. */
export type QuotaEntity = { readonly user?: string | null | undefined; readonly clientId?: string | null | undefined };
export type QuotaKey = 'producer_byte_rate' | 'consumer_byte_rate' | 'request_percentage' | 'controller_mutation_rate';
export type QuotaView = { readonly entity: QuotaEntity; readonly quotas: Readonly<Record<string, number>> };
export type QuotaChange = {
  readonly entity: QuotaEntity;
  /** Undefined takes the quota away. */
  readonly quotas: Readonly<Partial<Record<QuotaKey, number | undefined>>>;
};

export type FeatureUpdate = {
  readonly feature: string;
  readonly level: number;
  /** safeDowngrade: refused where anything would be lost. */
  readonly kind: 'upgrade' | 'safeDowngrade';
};

export type GroupLagView = {
  readonly group: string;
  readonly topic: string;
  readonly partition: number;
  readonly committed: number;
  /** Messages between what was committed and the end of the partition. */
  readonly lag: number;
};
