import type { LoadedCertificates } from '@dataservices/members';

/** What the operator asks of Redis and Sentinel, and what it learns. Adapters: `ioredis.ts` for the real thing, `fake.ts` beneath tests. */

import type { AccessRules } from '../resources/access-control.ts';
import type { AclUser } from '../resources/acl-file.ts';

/** Where a server listens, and which pod that was when it was looked up. */
export type Target = {
  readonly pod: string;
  readonly ip: string;
  readonly port: number;
  /** Whether there is reason to believe that it will not answer: then it is not waited for as long. */
  readonly isDoubted?: boolean;
};

/** What an address answers to a connection: somebody listens; a machine that runs says that nobody does; nothing at all, or no way leads there. */
export type Reach = 'accepts' | 'refuses' | 'silent';

/** A data container that has not been told yet what to be: what its volume holds. */
export type LobbyView = {
  readonly state: 'lobby';
  readonly isRefusing: boolean;
  /** newer: this cluster's, as a newer version wrote it and this one cannot read it. */
  readonly content: 'held' | 'newer' | 'empty' | 'partial' | 'foreign';
  readonly cluster?: string;
  readonly lineage: Lineage;
  /** The role it had when the note on its volume was written. */
  readonly lastRole?: 'master' | 'replica';
  /** When that note was written, RFC 3339. */
  readonly notedAt?: string;
  /** Whether it waits for room on its volume, without which it could not follow the master. */
  readonly isFull: boolean;
  /** With TLS. */
  readonly loaded?: LoadedCertificates;
};

/** Which history of writes a data set belongs to, and how far it goes. */
export type Lineage = {
  readonly replid?: string;
  /** The history that this one continues: set where a replica was promoted. */
  readonly replid2?: string;
  /** How far it is the same as that one, in bytes of the replication stream; absent where that is not known. */
  readonly replid2Offset?: number;
  /** Bytes of the replication stream. */
  readonly offset: number;
};

export type ServingView = {
  readonly state: 'serving';
  readonly role: 'master' | 'replica';
  readonly masterHost?: string;
  readonly isLinkUp: boolean;
  readonly isLoading: boolean;
  readonly isSyncing: boolean;
  /** False for a replica that has had nothing to be elected for since it started: its priority is 0. */
  readonly isElectable: boolean;
  readonly lineage: Lineage;
  readonly version: string;
  readonly product: 'redis' | 'valkey';
  /** Bytes that count towards `maxmemory`. */
  readonly usedMemory: number;
  /** Whether it writes its append-only file anew, or for the first time. */
  readonly isRewriting: boolean;
  /** Whether its last write to the volume failed, as on a full one. A master refuses writes then, and a replica ends with the next one. */
  readonly isWriteFailing: boolean;
  /** The settings that were asked for, as the server shows them; those that it does not know are absent. */
  readonly liveConfig: Readonly<Record<string, string>>;
  /** SHA-256 of the password by which it logs in to a master; absent where it is not known. */
  readonly presents?: string;
  /** With TLS. */
  readonly loaded?: LoadedCertificates;
  /** Absent where the server does not let the operator see it, as one that an older operator started. */
  readonly access?: AccessView;
};

/** Who may do what on a server, as it says itself. */
export type AccessView = {
  readonly users: readonly AclUser[];
  /** By user: the rules that are wanted, as this server words them, or why it refuses them, in its own words. */
  readonly expected: Readonly<Record<string, { readonly rules: string } | { readonly refusal: string }>>;
};

export type UnreachableView = { readonly state: 'unreachable'; readonly error: string };

export type ServerView = LobbyView | ServingView | UnreachableView;

export type SentinelSettings = {
  readonly quorum: number;
  readonly downAfterMilliseconds: number;
  readonly failoverTimeoutMilliseconds: number;
  /** How often the sentinel asks each server what it is and whom it knows. Not part of its configuration file: a restart forgets it. */
  readonly infoPeriodMilliseconds: number;
};

/** By which passwords a sentinel logs in. */
export type SentinelPasswords = {
  /** SHA-256 of the one for other sentinels. */
  readonly toSentinels: string;
  /** What it was marked with when it was told the one for servers; see `markOf`. */
  readonly mark: number;
};

export type MonitoringView = {
  readonly state: 'monitoring';
  readonly masterHost: string;
  /** Which election that master came from: sentinels that hear of one of a higher epoch follow it. 0 where the master was told to them. */
  readonly configEpoch: number;
  readonly isFailoverInProgress: boolean;
  readonly isMasterDown: boolean;
  /** Milliseconds since the master answered this sentinel's ping, which is sent every second. */
  readonly sinceLastPingReplyMs: number;
  /** Replicas that this sentinel would promote, by their hosts. */
  readonly electable: readonly string[];
  /** The one of them that it would promote before all others, whatever they hold; absent where several are equal. */
  readonly favourite?: string;
  /**
   * Those of them that it would promote first by what it knows of them, by their hosts: of the lowest priority, with the most data when it last asked.
   * Several where they are equal, of which it takes any.
   */
  readonly foremost: readonly string[];
  readonly knownSentinels: number;
  /** Replicas and other sentinels at whose addresses somebody answers, but not as they would, for so many milliseconds; by their hosts. */
  readonly strangersForMs: Readonly<Record<string, number>>;
  readonly settings: SentinelSettings;
  readonly presents?: SentinelPasswords;
  /** With TLS. */
  readonly loaded?: LoadedCertificates;
  readonly access?: AccessView;
};

export type BareView = {
  readonly state: 'bare';
  readonly presents?: SentinelPasswords;
  readonly loaded?: LoadedCertificates;
  readonly access?: AccessView;
};

export type SentinelView = MonitoringView | BareView | UnreachableView;

export type MonitorRequest = {
  readonly masterName: string;
  readonly host: string;
  readonly settings: SentinelSettings;
  /** As whom the sentinels log in to the servers and to each other. */
  readonly user: string;
  readonly password: string;
  /** Stands for the password; see `markOf`. */
  readonly mark: number;
};

/** Each call opens one connection, is over within its deadline, and closes it. A failed effect throws `RedisError`. */
export interface RedisPort {
  /**
   * Never throws: a server that does not answer is a view like any other.
   *
   * @param settings whose values are wanted to be known
   * @param rules what users are to be allowed, see `AccessView`; none where that is of no interest
   */
  observeData(target: Target, lobby: Target, settings: readonly string[], rules: readonly AccessRules[]): Promise<ServerView>;
  observeSentinel(target: Target, masterName: string, rules: readonly AccessRules[]): Promise<SentinelView>;
  /** Orders a data container in the lobby to found the cluster; it obeys only on an empty volume. */
  found(lobby: Target, clusterId: string): Promise<void>;
  replicaOf(target: Target, masterHost: string): Promise<void>;
  promote(target: Target): Promise<void>;
  /** Closes the connections of clients, not those of replicas, so that they look for the master anew. */
  disconnectClients(target: Target): Promise<void>;
  /** Holds back writes, which then wait and are not refused, for at most `budgetMs` milliseconds: a caller that dies leaves no lasting pause. */
  pauseWrites(target: Target, budgetMs: number): Promise<void>;
  resumeWrites(target: Target): Promise<void>;
  /** Sets all of them or none. @returns how the server shows them then; what it does not know is absent */
  setConfig(target: Target, settings: Readonly<Record<string, string>>): Promise<Readonly<Record<string, string>>>;
  /** Has the user be this and nothing else, on a server or a sentinel, at once and after a restart of the container. Open connections stay. */
  setUser(target: Target, user: AclUser): Promise<void>;
  /** Takes the user away and closes its connections, at once and after a restart of the container. */
  deleteUser(target: Target, name: string): Promise<void>;
  /** Forgets what the sentinel monitored under the name, if anything, and monitors `host`. */
  monitor(target: Target, request: MonitorRequest): Promise<void>;
  /** Sets what `monitor` sets besides the master. */
  tuneSentinel(target: Target, request: Omit<MonitorRequest, 'host'>): Promise<void>;
  /** Has the sentinel close its connections to servers and other sentinels and make them anew, with the password that it logs in to both with. */
  reconnect(target: Target, masterName: string, password: string): Promise<void>;
  /** Forgets what the sentinel monitored under the name. */
  forgetMaster(target: Target, masterName: string): Promise<void>;
  /** Asks the sentinel for a failover without waiting for the others' agreement. */
  failover(target: Target, masterName: string): Promise<void>;
}
