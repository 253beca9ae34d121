import type { RedisCluster } from '@dataservices/api';
import type { Certificate, CertificateState, ClaimView, Member, PublishedAuthorities, StorageClassView } from '@dataservices/members';
import type { KubeObject, StoredObject } from '@dataservices/plan';
import type { Reach, SentinelView, ServerView } from './client/port.ts';
import type { Names } from './names.ts';
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
  readonly tls?: ObservedTls;
};

export type ObservedTls = CertificateState & {
  /** What the binding shows; absent before there is one. */
  readonly published?: PublishedAuthorities;
  /** The certificate in the Secret of `spec.tls.secretName`. */
  readonly provided?: Certificate;
  /** Why that one cannot be used; the sentence goes to the Stalled condition. */
  readonly problem?: string;
};

export type ObservedSecrets = {
  /** What the user's Secret lacks, if anything; the sentence goes to the Stalled condition. */
  readonly problem?: string;
  /** Secrets to be made because they are absent; made once and never changed again. */
  readonly missing: readonly KubeObject[];
  /** For the binding Secret; never logged and never in status. */
  readonly appPassword?: string;
  /** Of the user that the sentinels are on the servers, for SENTINEL SET. */
  readonly sentinelPassword?: string;
  readonly binding?: StoredObject;
};
