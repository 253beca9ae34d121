import type { ZookeeperCluster } from '@dataservices/api';
import type { ClaimView, Member, ObservedCertificates, StorageClassView } from '@dataservices/members';
import type { KubeObject, StoredObject } from '@dataservices/plan';
import type { AclEntry } from './access.ts';
import type { ServerView } from './client/port.ts';
import type { Names } from './names.ts';
import type { Settings } from './settings.ts';

export type ZookeeperMember = Member & {
  /** By which the ensemble knows it. */
  readonly id: number;
  /** Under which the others reach it. */
  readonly host: string;
  readonly server: ServerView;
  /** Its volume for the transaction log, where that has one of its own. */
  readonly logClaim?: ClaimView;
  /** What its pod was told for the case that its volume is empty; see `resources/order.ts`. */
  readonly order?: string;
};

/** Everything that a plan may know. Nothing outside it may influence a decision. */
export type Observed = {
  /** Milliseconds since the epoch. */
  readonly now: number;
  readonly cluster: ZookeeperCluster;
  readonly names: Names;
  readonly settings: Settings;
  /** An identity to use if the cluster has none yet. */
  readonly freshClusterId: string;
  /** Ordered by ordinal; every ordinal that is wanted, has a pod or has a volume. */
  readonly members: readonly ZookeeperMember[];
  readonly claims: readonly ClaimView[];
  /** Those of transaction logs that have a volume of their own. */
  readonly logClaims: readonly ClaimView[];
  readonly storageClasses: readonly StorageClassView[];
  /** What is there of the objects that the operator owns, by `kind/name`. */
  readonly objects: ReadonlyMap<string, StoredObject>;
  readonly secrets: ObservedSecrets;
  /** The access control lists of the nodes of users, by path; absent where nobody could be asked, or no user was ever asked for. */
  readonly access?: ReadonlyMap<string, readonly AclEntry[]>;
  /** Absent without TLS. */
  readonly tls?: ObservedCertificates;
};

/** For Secrets and the protocol alone: never logged and never in status. The digest is what ZooKeeper keeps of user and password together. */
export type Password = { readonly text: string; readonly digest: string };

/** What the Secrets of one user say. */
export type ClientSecrets = {
  readonly user: string;
  /** The password that is to be used; absent while its Secret is missing or has none. */
  readonly wanted?: Password;
  /** What the binding shows, and since when, in milliseconds since the epoch. */
  readonly bound?: Password & { readonly sinceMs?: number };
  /** What the Secret lacks, if anything. */
  readonly problem?: string;
};

export type ObservedSecrets = {
  /** `spec.users`, in their order. */
  readonly clients: readonly ClientSecrets[];
  /** Users that are no longer asked for, with what is left of their Secrets. */
  readonly former: readonly { readonly user: string; readonly secrets: readonly StoredObject[] }[];
  /** What a person has to mend, if anything; the sentence goes to the Stalled condition. */
  readonly problem?: string;
  /** Secrets to be made because they are absent; made once and never changed again. */
  readonly missing: readonly KubeObject[];
};
