/**
 * What the operator asks of Kafka, and what it learns. `connectKafka` gives the real one (its doc comment says how), `simulatedAdmin` the one
 * beneath tests. The views are in `views.ts`.
 */

import type {
  AclEntry,
  AclFilter,
  ClusterView,
  ConfigChange,
  ConfigResource,
  ConfigView,
  FeatureUpdate,
  GroupLagView,
  LogDirView,
  NewTopic,
  NodeView,
  PartitionRef,
  PartitionView,
  QuorumView,
  QuotaChange,
  QuotaEntity,
  QuotaView,
  Reassignment,
  ReassignmentView,
  Refusal,
  ResourceConfig,
  ScramChange,
  ScramUserView,
  Target,
  VoterAddress,
  VoterRef,
} from './views.ts';

export type * from './views.ts';

/** Beside the time limit of each call, which `connectKafka` is given. */
export type CallOptions = { readonly signal?: AbortSignal | undefined };

/**
 * Each call is over within its time limit, and throws `KafkaAdminError` when it fails as a whole. Where parts of a request can fail alone, they come
 * back as refusals, and the others have been done. Calls go to any broker that answers, unless they say otherwise. Writes are idempotent
 * unless they say otherwise.
 */
export interface KafkaAdmin {
  /** What one node says of itself: brokers and controllers alike. Never throws: a node that does not answer is a view like any other. */
  observeNode(target: Target, options?: CallOptions): Promise<NodeView>;

  /** Which brokers are registered. */
  describeCluster(options?: CallOptions): Promise<ClusterView>;
  /** Who votes, who leads, and how far behind each one is. Where no broker answers, the controllers are asked. */
  describeQuorum(options?: CallOptions): Promise<QuorumView>;
  /**
   * Makes a voter of a controller that is an observer. Kafka lets two of these run one after another without regard to what is left: whoever calls
   * it makes sure that the quorum has settled. Not idempotent: Refused with DUPLICATE_VOTER where it already votes.
   */
  addVoter(voter: VoterAddress, options?: CallOptions): Promise<void>;
  /**
   * The leader may be removed, and steps down. Nothing keeps the last voter from going. Kafka before 4.2 may end its active controller over it, which
   * answers nothing then: whoever calls it looks at the quorum before it calls again. Not idempotent: Refused with VOTER_NOT_FOUND where it does not vote.
   */
  removeVoter(voter: VoterRef, options?: CallOptions): Promise<void>;
  /** Forgets a broker that has been stopped; one that runs would register again. Not being registered is success. */
  unregisterBroker(id: number, options?: CallOptions): Promise<void>;

  /** Every partition of every topic, internal topics among them, by topic and number. */
  listPartitions(options?: CallOptions): Promise<readonly PartitionView[]>;
  /** Returns before there are leaders. A topic that exists is a refusal, TOPIC_ALREADY_EXISTS. */
  createTopics(topics: readonly NewTopic[], options?: CallOptions): Promise<readonly Refusal[]>;
  /** Returns before the brokers have deleted the data. A topic that does not exist is success. */
  deleteTopics(topics: readonly string[], options?: CallOptions): Promise<readonly Refusal[]>;
  /** What a broker stores, asked of that broker. */
  describeLogDirs(brokerId: number, options?: CallOptions): Promise<readonly LogDirView[]>;

  /** Those under way. */
  listReassignments(options?: CallOptions): Promise<readonly ReassignmentView[]>;
  /** Begins, changes or, with `replicas: undefined`, cancels reassignments. Returns before anything moved. Cancelling what is not under way is success. */
  alterReassignments(reassignments: readonly Reassignment[], options?: CallOptions): Promise<readonly Refusal[]>;
  /** Has the first of each replica list lead where it is in sync. `all` for every partition. That it leads already is success. */
  electPreferredLeaders(partitions: readonly PartitionRef[] | 'all', options?: CallOptions): Promise<readonly Refusal[]>;

  /**
   * Settings with their values as they are in force and where each comes from. A broker's own are asked of that broker. What does not exist is
   * absent. @param keys those wanted; all without
   */
  describeConfigs(
    resources: readonly ConfigResource[],
    options?: CallOptions & { readonly keys?: readonly string[] },
  ): Promise<readonly ResourceConfig[]>;
  /**
   * Changes the settings named and no others. A broker's own go to that broker, each resource is changed as a whole or not at all.
   * @param options `validateOnly`: only says whether it would be taken
   */
  alterConfigs(changes: readonly ConfigChange[], options?: CallOptions & { readonly validateOnly?: boolean }): Promise<void>;

  /** Users with SCRAM credentials. Kafka tells nothing of passwords but the number of iterations. */
  describeScramUsers(options?: CallOptions): Promise<readonly ScramUserView[]>;
  /** Sets and deletes credentials. Deleting what does not exist is success. */
  alterScramUsers(changes: readonly ScramChange[], options?: CallOptions): Promise<void>;
  /** Where no broker can say, the active controller is asked. Refused with SECURITY_DISABLED where the cluster has no authorizer. */
  describeAcls(filter?: AclFilter, options?: CallOptions): Promise<readonly AclEntry[]>;
  createAcls(entries: readonly AclEntry[], options?: CallOptions): Promise<void>;
  /** Exactly these. What does not exist is success. */
  deleteAcls(entries: readonly AclEntry[], options?: CallOptions): Promise<void>;
  /** Quotas of users, and of clients by their id; of all with no entity given. */
  describeQuotas(entity?: QuotaEntity, options?: CallOptions): Promise<readonly QuotaView[]>;
  alterQuotas(changes: readonly QuotaChange[], options?: CallOptions): Promise<void>;

  /** Raises or lowers the finalized level of a feature, such as `metadata.version`. */
  updateFeature(update: FeatureUpdate, options?: CallOptions): Promise<void>;

  /** How far consumer groups of the classic kind and their successors are behind the end of the partitions that they have committed offsets of. */
  listGroupLags(options?: CallOptions): Promise<readonly GroupLagView[]>;

  /** Ends its connections; whoever is still waiting for an answer gets an error. To be called at the end of a pass. */
  close(): Promise<void>;
}

/** One setting of a `ResourceConfig`, or undefined. */
export function configValue(configs: readonly ResourceConfig[], resource: ConfigResource, key: string): ConfigView | undefined {
  return configs.find(({ type, name }) => type === resource.type && name === resource.name)?.configs.find((config) => config.key === key);
}
