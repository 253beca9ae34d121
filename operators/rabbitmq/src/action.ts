import type { ChangeCertificates, MemberAction } from '@dataservices/members';
import type { MoveBegin, MoveEnd, MoveSwap } from './client/port.ts';

/** Everything that a rule can have done. Each is idempotent, and is derived again from what is observed if it was lost half-way. */
export type RabbitmqAction = ServiceAction | MemberAction;

/** What is asked of RabbitMQ by way of the node in `pod`, and of a node that waits to be told what to be. */
export type ServiceAction =
  /** Orders the pod to found the cluster, which it obeys on an empty volume only. Not once the status says that there is a cluster. */
  | { readonly kind: 'order-founding'; readonly pod: string; readonly uid: string; readonly clusterId: string }
  /** Writes one of the Secrets of the certificates. */
  | ChangeCertificates
  /** Makes a user, or changes it to what it is to be. */
  | { readonly kind: 'write-user'; readonly pod: string; readonly user: string }
  /** Deletes a user that is no longer asked for. */
  | { readonly kind: 'delete-user'; readonly pod: string; readonly user: string }
  /** Adds a member on `node` to a quorum queue. */
  | { readonly kind: 'add-replica'; readonly pod: string; readonly vhost: string; readonly queue: string; readonly node: string }
  /** Takes the member on `node` away from a quorum queue. */
  | { readonly kind: 'remove-replica'; readonly pod: string; readonly vhost: string; readonly queue: string; readonly node: string }
  /** Enables a feature flag, for good. */
  | { readonly kind: 'enable-feature-flag'; readonly pod: string; readonly flag: string }
  /** A classic queue is to move to `node`. */
  | ({ readonly kind: 'begin-move'; readonly pod: string } & MoveBegin)
  /** It holds nothing any more, and is declared where the one that stands in for it is. */
  | ({ readonly kind: 'swap-queues'; readonly pod: string } & MoveSwap)
  /** It has got all that the one that stood in for it held. */
  | ({ readonly kind: 'end-move'; readonly pod: string } & MoveEnd)
  /** Closes the connection of a client, which is to connect anew. */
  | { readonly kind: 'close-connection'; readonly pod: string; readonly connection: string }
  /** Spreads the leaders of queues over the nodes. */
  | { readonly kind: 'rebalance'; readonly pod: string };

export type ActionKind = RabbitmqAction['kind'];
