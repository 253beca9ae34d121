import type { ChangeCertificates, MemberAction } from '@dataservices/members';
import type { Chroot, MembershipChange } from './client/port.ts';

/** Everything that a rule can have done. Each is idempotent, and is derived again from what is observed if it was lost half-way. */
export type ZookeeperAction = ServiceAction | MemberAction;

/** What is asked of ZooKeeper, and of a member that waits to be told what to be. */
export type ServiceAction =
  /** Orders the pod to found the ensemble, which it obeys on an empty volume only. Not once the status says that there is an ensemble. */
  | { readonly kind: 'order-founding'; readonly pod: string; readonly uid: string; readonly clusterId: string }
  /** Changes the membership by way of the server in `pod`, if it is still that of `fromVersion`. */
  | { readonly kind: 'reconfig'; readonly pod: string; readonly change: MembershipChange }
  /** Writes one of the Secrets of the certificates. */
  | ChangeCertificates
  /** Has the node of users, and what is beneath it, let in who is to be let in, by way of the server in `pod`. */
  | { readonly kind: 'keep-chroot'; readonly pod: string; readonly chroot: Chroot }
  /** Has a write committed by the server in `pod`. */
  | { readonly kind: 'commit-write'; readonly pod: string };

export type ActionKind = ZookeeperAction['kind'];
