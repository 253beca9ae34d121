import type { LoadedCertificates } from '@dataservices/members';
import type { AclEntry, UserDigests } from '../access.ts';
import type { EnsembleMember, Membership } from '../membership.ts';

/** What the operator asks of ZooKeeper, and what it learns. */

/** Where a server listens, and which pod that was when it was looked up. */
export type Target = { readonly pod: string; readonly ip: string; readonly port: number };

/** A server that takes part in a quorum. */
export type ServingView = {
  readonly state: 'serving';
  /** Whoever is in step without being a member calls itself a follower too. */
  readonly role: 'leader' | 'follower' | 'observer';
  /** Three numbers, such as 3.9.4. */
  readonly version: string;
  /** Of the newest transaction that it knows: 16 hexadecimal digits. The first eight are the epoch, which grows by one with each election. */
  readonly zxid: string;
  /**
   * What is committed as far as this server knows. Read from the answer to `conf`, which needs no session: a session is a
   * transaction, and looking must not write.
   */
  readonly membership: Membership;
  /** Only the leader knows. */
  readonly learners?: LearnersView;
  /** With TLS, as far as it can be told. */
  readonly loaded?: LoadedCertificates;
};

/** Who follows, as the leader counts them. */
export type LearnersView = {
  /** Voters in step, the leader not counted. ZooKeeper's own figure of this name counts the non-voting ones too. */
  readonly syncedFollowers: number;
  /** In step, and not members: whoever wants to join, and whoever was removed and still runs. */
  readonly syncedNonVotingFollowers: number;
  readonly syncedObservers: number;
};

/** It answers, and takes part in no quorum: starting, electing, or cut off from the others. */
export type NotServingView = { readonly state: 'notServing'; readonly loaded?: LoadedCertificates };

export type UnreachableView = { readonly state: 'unreachable'; readonly error: string };

export type ServerView = ServingView | NotServingView | UnreachableView;

export type MembershipChange = {
  /** Added, or given another role where they are members already. */
  readonly joining: readonly EnsembleMember[];
  /** Where those listen for clients; see `clientAddress`. */
  readonly clientAddress: string;
  /** Ids of who is removed. */
  readonly leaving: readonly number[];
  /** The version that the change was decided on; of any other nothing is changed. */
  readonly fromVersion: string;
};

/**
 * done: committed. stale: the membership had another version. noQuorum: too few of those who would vote are in step. inProgress:
 * another change is being made. In these three nothing has changed. unknown: the connection was lost before the answer; the
 * membership has to be read again before anything else is asked for.
 */
export type ReconfigResult = 'done' | 'stale' | 'noQuorum' | 'inProgress' | 'unknown';

/** A node of users, with all that is to be so of it. */
export type Chroot = {
  readonly path: string;
  readonly entries: readonly AclEntry[];
  /** Whose passwords have changed, or who has come or gone. */
  readonly users: readonly UserDigests[];
};

/** Each call opens one connection, is over within five seconds where nothing else is said, and closes it. Failures throw `ZookeeperError`. */
export interface ZookeeperPort {
  /** Never throws: a server that does not answer is a view like any other. */
  observeServer(target: Target): Promise<ServerView>;
  /** Changes the membership at once, or not at all. Needs a server that serves, leader or not. */
  reconfig(target: Target, change: MembershipChange): Promise<ReconfigResult>;
  /**
   * The access control lists of these nodes, by their paths; those of nodes that are not there are missing. What was seen less than half a
   * minute ago is not asked for again: a session is two transactions.
   */
  observeAccess(target: Target, chroots: readonly string[]): Promise<ReadonlyMap<string, readonly AclEntry[]>>;
  /**
   * Gives a node this access control list, and makes it where it is missing. Before that, every entry of these users beneath it is rewritten
   * for the passwords that count now, so that who sees the list knows that the rest is done. A minute at most; what is cut short is
   * begun anew and finds most of it done.
   */
  keepChroot(target: Target, chroot: Chroot): Promise<void>;
  /** Returns when a write on a node of the operator's own is committed by a quorum; makes the node where it is missing. */
  commitWrite(target: Target): Promise<void>;
}
