import type { LoadedCertificates } from '@dataservices/members';
import type { MovedQueue, MoveShovel } from '../resources/queue-move.ts';

/** What the operator asks of RabbitMQ, and what it learns. */

/** Where a node's management API listens, and which pod that was when it was looked up. */
export type Target = { readonly pod: string; readonly ip: string; readonly port: number };

/** A node by another's account. */
export type PeerView = { readonly node: string; readonly isRunning: boolean };

/** A node that runs, by its own account. */
export type ServingView = {
  readonly state: 'serving';
  /** Such as 4.3.6. */
  readonly version: string;
  /** The members of its cluster as it knows them, itself among them. No other node's account is a substitute: a node that lost its data may be alone although all others list it. */
  readonly peers: readonly PeerView[];
  /** Whether it takes clients: booted, not in maintenance, its listeners open. */
  readonly isInService: boolean;
  /** What would lose its majority if this node stopped now: names of queues, and of RabbitMQ's own stores. At most ten of them. */
  readonly criticalFor: readonly string[];
  /** Alarms of the node: memory, disk. Publishers are blocked while there is one. */
  readonly alarms: readonly string[];
  /** Enabled by name, as opposed to those that these need; undefined where it does not say. */
  readonly plugins: readonly string[] | undefined;
  /** With TLS, as far as it can be told. */
  readonly loaded?: LoadedCertificates;
};

/** It answers, and is not ready to say what it is: starting, or stopping. */
export type NotServingView = { readonly state: 'notServing'; readonly error: string };

export type UnreachableView = { readonly state: 'unreachable'; readonly error: string };

export type NodeView = ServingView | NotServingView | UnreachableView;

export type QueueName = { readonly vhost: string; readonly queue: string };

export type QueueView = {
  readonly vhost: string;
  readonly name: string;
  readonly type: 'classic' | 'quorum' | 'stream' | 'other';
  /** Where its leader is, or the whole of a classic queue. */
  readonly node: string | undefined;
  /** Nodes of its members; one for a classic queue. Those of a stream are not known when they are away. */
  readonly members: readonly string[];
  /** Those of the members that run. */
  readonly online: readonly string[];
  readonly isDurable: boolean;
  /** Of one connection, and gone with it. */
  readonly isExclusive: boolean;
  /** Nodes of those members of a quorum queue that vote and have all that was confirmed before they were asked; undefined where nobody asked. */
  readonly caughtUp?: readonly string[] | undefined;
  /** How many members a quorum queue was declared to have, where its declaration or a policy says. */
  readonly askedSize: number | undefined;
  /** Those that wait, and those that consumers hold; some seconds old. Undefined where it does not say. */
  readonly messages?: number | undefined;
  /** The queue that it stands in for while that one moves to another node. */
  readonly standsInFor?: MovedQueue | undefined;
};

/** What carries messages from a queue that moves to the one that stands in for it, or back. */
export type ShovelView = MoveShovel & { readonly vhost: string };

/** Each for a classic queue that moves from a node to another, by way of one that stands in for it. */
export type MoveBegin = {
  readonly vhost: string;
  readonly queue: string;
  readonly standIn: string;
  /** Where the queue is to go. */
  readonly node: string;
  readonly sinceMs: number;
};
export type MoveSwap = {
  readonly vhost: string;
  readonly standIn: string;
  /** When the shovels out were started that there are. */
  readonly outs: readonly number[];
  readonly sinceMs: number;
};
export type MoveEnd = {
  readonly vhost: string;
  readonly standIn: string;
  /** Those that there are. */
  readonly shovels: readonly Omit<MoveShovel, 'standIn'>[];
  /** Whether no other queue of the virtual host moves. */
  readonly isLast: boolean;
};

/** A connection of a client over the network. */
export type ConnectionView = {
  /** By which it is closed. */
  readonly name: string;
  readonly node: string;
  /** Milliseconds since the epoch, by the node's clock. */
  readonly connectedAtMs: number;
};

export type Permissions = { readonly vhost: string; readonly configure: string; readonly write: string; readonly read: string };

/** A user as RabbitMQ stores it. */
export type UserView = {
  /** Salted: base64 of a salt of four bytes and SHA-256 of salt and password. */
  readonly passwordHash: string;
  readonly tags: readonly string[];
  readonly permissions: readonly Permissions[];
};

export type UserWanted = UserView & {
  readonly name: string;
  /** Whether permissions in other virtual hosts are taken away. */
  readonly isExact: boolean;
};

/** Each call is over within five seconds. Failures throw `RabbitmqError`. Writes are idempotent. */
export interface RabbitmqPort {
  /** Never throws: a node that does not answer is a view like any other. */
  observeNode(target: Target): Promise<NodeView>;
  /** Every queue of the cluster, as its leader is known to the node now, and not as statistics have it some seconds later. */
  listQueues(target: Target): Promise<readonly QueueView[]>;
  /** Nodes of the members of a quorum queue that vote and have all that was confirmed before they were asked. A member that runs may lack most of it still. */
  listCaughtUp(target: Target, queue: QueueName): Promise<readonly string[]>;
  /** Every connection of a client, as statistics have it: up to some seconds old. */
  listConnections(target: Target): Promise<readonly ConnectionView[]>;
  /** One that is not there is no error. */
  closeConnection(target: Target, name: string, reason: string): Promise<void>;
  /** Names of feature flags that are stable in this version and not enabled. */
  listDisabledFlags(target: Target): Promise<readonly string[]>;
  /** On all nodes at once, and for good. */
  enableFlag(target: Target, flag: string): Promise<void>;
  /** Every user, by name. */
  listUsers(target: Target): Promise<ReadonlyMap<string, UserView>>;
  /** Makes the user, or changes it to this, and makes the virtual hosts that it names. Connections that are open stay open. */
  writeUser(target: Target, user: UserWanted): Promise<void>;
  /** Its connections are closed. One that is not there is no error. */
  deleteUser(target: Target, name: string): Promise<void>;
  /** Those of queues that move. */
  listMoveShovels(target: Target): Promise<readonly ShovelView[]>;
  /** Declares the one that stands in, and starts the shovel out. */
  beginMove(target: Target, move: MoveBegin): Promise<void>;
  /** Deletes the queue if it holds nothing, declares it where the one that stands in is, with its bindings, and starts the shovel back. */
  swapQueues(target: Target, move: MoveSwap): Promise<void>;
  /** Deletes the one that stands in, if it holds nothing. */
  endMove(target: Target, move: MoveEnd): Promise<void>;
  /** Adds a member on `node` to a quorum queue. */
  addReplica(target: Target, queue: QueueName & { readonly node: string }): Promise<void>;
  /** Takes the member on `node` away from a quorum queue. The last one is refused, one that is not there is no error. */
  removeReplica(target: Target, queue: QueueName & { readonly node: string }): Promise<void>;
  /** Spreads the leaders of queues over the nodes. Returns before it is done. */
  rebalance(target: Target): Promise<void>;
}
