import type { KafkaCluster } from '@dataservices/api';
import type { ClaimView, ClientCertificate, FormerUser, Member, ObservedCertificates, StorageClassView } from '@dataservices/members';
import type { KubeObject, StoredObject } from '@dataservices/plan';
import type { BrokerView, NodeView, PartitionView, QuorumView, ReassignmentView } from './client/port.ts';
import type { Credential } from './credentials.ts';
import type { Names, Role } from './names.ts';
import type { Settings } from './settings.ts';

export type KafkaMember = Member & {
  readonly role: Role;
  /** By which Kafka knows it. */
  readonly nodeId: number;
  readonly host: string;
  readonly server: NodeView;
  /** What its pod was told for the case that its volume is empty; see `resources/order.ts`. Controllers only. */
  readonly order?: string;
  /** Where its pod was told that it stands. Brokers only. */
  readonly rack?: string;
  /** What its pod was told to announce, and goes on announcing; see `places.ts`. Brokers only. */
  readonly addresses?: string;
  /** Where its node is reached, from outside if it can be. */
  readonly nodeAddress?: string;
};

/** Everything that a plan may know. Nothing outside it may influence a decision. */
export type Observed = {
  /** Milliseconds since the epoch. */
  readonly now: number;
  readonly cluster: KafkaCluster;
  readonly names: Names;
  readonly settings: Settings;
  /** Random, others in each pass, in Kafka's form: an identity for a cluster that has none yet, and for the volumes of those that found it. */
  readonly fresh: { readonly clusterId: string; readonly directoryIds: readonly string[] };
  /** Ordered by ordinal; every ordinal that is wanted, has a pod or has a volume. */
  readonly brokers: readonly KafkaMember[];
  readonly controllers: readonly KafkaMember[];
  /** Undefined where nobody could say. */
  readonly quorum: QuorumView | undefined;
  /** Undefined where no broker could say. */
  readonly kafka: KafkaView | undefined;
  /** Whom clients log in as: `spec.users` in their order. */
  readonly clients: readonly Client[];
  /** Users that are no longer asked for. */
  readonly former: readonly FormerUser[];
  /** Secrets to be made because they are absent; made once and never changed again. */
  readonly missingSecrets: readonly KubeObject[];
  readonly claims: Readonly<Record<Role, readonly ClaimView[]>>;
  readonly storageClasses: readonly StorageClassView[];
  /** What is there of the objects that the operator owns, by `kind/name`. */
  readonly objects: ReadonlyMap<string, StoredObject>;
  /** Where the nodes of the Kubernetes cluster are reached, all of them. */
  readonly nodeAddresses: readonly string[];
  /** Absent without TLS. */
  readonly tls?: ObservedCertificates;
};

/** A user, by its Secret and by what Kafka knows of it. */
export type Client = {
  readonly user: string;
  /** That it is to have; absent while its Secret is missing or has none. For Secrets and the protocol alone: never logged and never in status. */
  readonly password?: string;
  /** By which it proves who it is, where a listener asks for one; absent while there is none of any use. */
  readonly certificate?: ClientCertificate;
  /** As which Kafka is to know the password. */
  readonly credentials?: readonly Credential[];
  /** Whether Kafka knows the user as it is to be. */
  readonly known: 'AsWanted' | 'Differs' | 'Unknown';
  /** What its Secret lacks, if anything. */
  readonly problem?: string;
  /** In which words Kafka refused lately to make it what it is to be. */
  readonly refused?: string;
};

/** What is set of a topic and matters to decisions. */
export type TopicSettings = {
  /** In force, wherever it comes from. */
  readonly minIsr: number;
  /** Set on the topic by whoever moves its partitions; empty where nobody does. */
  readonly leaderThrottled: string;
  readonly followerThrottled: string;
};

/** What is set of a broker while it runs, and nowhere else. */
export type BrokerSettings = Readonly<Record<string, string>>;

/** What the brokers say. */
export type KafkaView = {
  readonly clusterId: string;
  readonly registered: readonly BrokerView[];
  readonly partitions: readonly PartitionView[];
  readonly reassignments: readonly ReassignmentView[];
  readonly topics: ReadonlyMap<string, TopicSettings>;
  /** Of brokers that serve. */
  readonly brokerSettings: ReadonlyMap<number, BrokerSettings>;
  /** Settings that all brokers were given while they run. */
  readonly clusterSettings: Readonly<Record<string, string>>;
  /** Bytes of one replica, by `partitionKey`. Asked for only while brokers leave or join: empty else. */
  readonly sizes: ReadonlyMap<string, number>;
  /** Bytes that replicas on their way have got so far, those of a partition together, by `partitionKey`. Asked for with the sizes. */
  readonly arrived: ReadonlyMap<string, number>;
};

export function partitionKey({ topic, partition }: { readonly topic: string; readonly partition: number }): string {
  return `${topic}/${partition}`;
}
