import type { RedisCluster } from '@dataservices/api';
import type { ClaimView, Member, ObservedCertificates, StorageClassView } from '@dataservices/members';
import type { KubeObject, StoredObject } from '@dataservices/plan';
import type { Reach, SentinelView, ServerView } from './client/port.ts';
import type { Names } from './names.ts';
import type { AclUser } from './resources/acl-file.ts';
import type { Settings } from './settings.ts';

/** `host`: the name that it announces. */
export type DataMember = Member & {
  readonly host: string;
  readonly server: ServerView;
} & PodFacts;

/** What a pod of a data member was made with. */
export type PodFacts = {
  /** Image of the server. */
  readonly image?: string;
  /** The settings that only a restart changes: lines of redis.conf. Absent where there are none. */
  readonly restartConfig?: string;
};
export type SentinelMember = Omit<Member, 'claim'> & { readonly host: string; readonly view: SentinelView };

/** Everything that a plan may know. Nothing outside it may influence a decision. */
export type Observed = {
  /** Milliseconds since the epoch. */
  readonly now: number;
  readonly cluster: RedisCluster;
  readonly names: Names;
  readonly settings: Settings;
  /** An identity to use if the cluster has none yet. */
  readonly freshClusterId: string;
  /** Ordered by ordinal; every ordinal that is wanted, has a pod or has a volume. */
  readonly members: readonly DataMember[];
  readonly sentinels: readonly SentinelMember[];
  readonly claims: readonly ClaimView[];
  readonly storageClasses: readonly StorageClassView[];
  /** What is there of the objects that the operator owns, by `kind/name`. */
  readonly objects: ReadonlyMap<string, StoredObject>;
  readonly secrets: ObservedSecrets;
  /** What a connection to an address meets, by `ip:port`; asked about what stands around a member that gives no sign of life. */
  readonly reach: ReadonlyMap<string, Reach>;
  /** Absent without TLS. */
  readonly tls?: ObservedCertificates;
};

/** For Secrets and servers alone: never logged and never in status. The digest is SHA-256 in hexadecimal, which is what Redis keeps. */
export type Password = { readonly text: string; readonly digest: string };

/** What the Secrets of one client say. */
export type ClientSecrets = {
  readonly user: string;
  /** The password that is to be used; absent while its Secret is missing or has none. */
  readonly wanted?: Password;
  /** What the binding shows, and since when, in milliseconds since the epoch. */
  readonly bound?: Password & { readonly sinceMs?: number };
  /** What the Secret lacks, if anything. */
  readonly problem?: string;
};

/** What servers that start are told of users. */
export type StoredAcl = {
  readonly redis: readonly AclUser[];
  readonly sentinel: readonly AclUser[];
  /** Clients for whom Secrets may have been made. */
  readonly users: readonly string[];
};

/** By user: SHA-256 of a password, as far as it is known. */
export type Digests = Readonly<Record<string, string>>;

/** The passwords of the parts of the cluster among themselves. Two generations while they are being changed. */
export type InternalPasswords = {
  /** What is presented by whoever reads the Secret. */
  readonly current: Digests;
  /** What is to be presented as soon as every server accepts it. */
  readonly next?: Digests;
  /** What was presented before, until nobody does any more. */
  readonly previous?: Digests;
  /** The request for which they were last changed, or are being changed. */
  readonly rotation?: string;
};

export type ObservedSecrets = {
  /** What the user's Secret lacks, if anything; the sentence goes to the Stalled condition. */
  readonly problem?: string;
  /** Secrets to be made because they are absent; made once and never changed again. */
  readonly missing: readonly KubeObject[];
  /** The user of `auth` first, then `users` in their order. */
  readonly clients: readonly ClientSecrets[];
  /** Of the operator's own users. */
  readonly internal: InternalPasswords;
  readonly acl?: StoredAcl;
  /** Clients that are no longer asked for, with what is left of their Secrets. */
  readonly former: readonly { readonly user: string; readonly secrets: readonly StoredObject[] }[];
  /** Of the user that the sentinels are on the servers and to each other. */
  readonly sentinelPassword?: string;
};
