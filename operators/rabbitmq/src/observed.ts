import type { RabbitmqCluster } from '@dataservices/api';
import type { ClaimView, FormerUser, Member, ObservedCertificates, StorageClassView } from '@dataservices/members';
import type { KubeObject, StoredObject } from '@dataservices/plan';
import type { ConnectionView, NodeView, QueueView, ShovelView } from './client/port.ts';
import type { Names } from './names.ts';
import type { Settings } from './settings.ts';

export type RabbitmqMember = Member & {
  /** By which the others know it. */
  readonly node: string;
  readonly server: NodeView;
  /** When its pod was made, in milliseconds since the epoch. */
  readonly madeMs?: number;
  /** What its pod was told for the case that its volume is empty; see `resources/order.ts`. */
  readonly order?: string;
  /** What its pod was told to do beside running; see `resources/task.ts`. */
  readonly task?: string;
  /** Of which plugins its pod was told. */
  readonly plugins?: string;
};

/** Everything that a plan may know. Nothing outside it may influence a decision. */
export type Observed = {
  /** Milliseconds since the epoch. */
  readonly now: number;
  readonly cluster: RabbitmqCluster;
  readonly names: Names;
  readonly settings: Settings;
  /** Random, another in each pass: an identity for a cluster that has none yet, a token for what is to be done once. */
  readonly fresh: string;
  /** Ordered by ordinal; every ordinal that is wanted, has a pod or has a volume. */
  readonly members: readonly RabbitmqMember[];
  /** Every queue; undefined where no node could say. */
  readonly queues: readonly QueueView[] | undefined;
  /** Of classic queues that move; undefined where no node could say, and where none is to move. */
  readonly shovels: readonly ShovelView[] | undefined;
  /** Connections of clients; undefined where no node could say, and where nobody needs to know. */
  readonly connections: readonly ConnectionView[] | undefined;
  /** Feature flags that are stable in this version and not enabled; undefined where no node could say. */
  readonly disabledFlags: readonly string[] | undefined;
  /** Whom clients log in as: the client user, then `spec.users` in their order. */
  readonly clients: readonly Client[];
  /** Users that are no longer asked for. */
  readonly former: readonly FormerUser[];
  readonly claims: readonly ClaimView[];
  readonly storageClasses: readonly StorageClassView[];
  /** What is there of the objects that the operator owns, by `kind/name`. */
  readonly objects: ReadonlyMap<string, StoredObject>;
  readonly secrets: ObservedSecrets;
  /** Absent without TLS. */
  readonly tls?: ObservedCertificates;
};

/** A user, by its Secret and by what the servers know of it. */
export type Client = {
  readonly user: string;
  /** That it is to have; absent while its Secret is missing or has none. For Secrets and the protocol alone: never logged and never in status. */
  readonly password?: string;
  /** Whether the servers know it as it is to be. */
  readonly known: 'AsWanted' | 'Differs' | 'Unknown';
  /** What its Secret lacks, if anything. */
  readonly problem?: string;
  /** In which words RabbitMQ refused lately to make it what it is to be. */
  readonly refused?: string;
};

export type ObservedSecrets = {
  /** What a person has to mend, if anything; the sentence goes to the Stalled condition. */
  readonly problem?: string;
  /** Why the cluster cannot be founded with the definitions that it is to have. */
  readonly definitionsProblem?: string;
  /** Stands for the nodes' cookie, while there is one. */
  readonly cookieHash?: string;
  /** Secrets to be made because they are absent; made once and never changed again. */
  readonly missing: readonly KubeObject[];
};
