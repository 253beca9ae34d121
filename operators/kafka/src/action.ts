import type { ChangeCertificates, ClientValidity, MemberAction } from '@dataservices/members';
import type { ConfigChange, PartitionRef, Reassignment } from './client/port.ts';

/** Everything that a rule can have done. Each is idempotent, and is derived again from what is observed if it was lost half-way. */
export type KafkaAction = ServiceAction | MemberAction;

/** What is asked of Kafka, and of a controller that waits to be told what to be. */
export type ServiceAction =
  /** Orders the pod to found the cluster, which it obeys on an empty volume only. Not once the status says that there is a cluster. */
  | { readonly kind: 'order-founding'; readonly pod: string; readonly uid: string; readonly order: string }
  /** Writes one of the Secrets of the certificates. */
  | ChangeCertificates
  /** Has a controller vote that listens and does not. */
  | { readonly kind: 'add-voter'; readonly nodeId: number; readonly directoryId: string; readonly host: string }
  /** Has a controller vote no longer. Not unless most of the others are in step right then. */
  | { readonly kind: 'remove-voter'; readonly nodeId: number; readonly directoryId: string }
  /** Has the cluster forget a broker. Not while it serves, or while partitions are on it. */
  | { readonly kind: 'unregister-broker'; readonly nodeId: number }
  /** Gives a user a certificate in its Secret, by this authority. */
  | ({ readonly kind: 'issue-client-certificate'; readonly user: string } & ClientValidity)
  /** Makes a user, or changes it to what it is to be. */
  | { readonly kind: 'write-user'; readonly user: string }
  /** Deletes a user that is no longer asked for. */
  | { readonly kind: 'delete-user'; readonly user: string }
  /** Changes settings of brokers, topics or the whole cluster that need no restart. */
  | { readonly kind: 'alter-settings'; readonly changes: readonly ConfigChange[] }
  /** Begins to move partitions, or stops it. */
  | { readonly kind: 'move-partitions'; readonly moves: readonly Reassignment[] }
  /** Has the first replica of each of these partitions lead. */
  | { readonly kind: 'elect-leaders'; readonly partitions: readonly PartitionRef[] }
  /** Lets the cluster use what the new version can do. There is no way back to the old version after this. */
  | { readonly kind: 'finish-upgrade'; readonly feature: string; readonly level: number };

export type ActionKind = KafkaAction['kind'];
