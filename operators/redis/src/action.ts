import type { CertificateChange, MemberAction } from '@dataservices/members';
import type { SentinelSettings } from './client/port.ts';
import type { AclUser } from './resources/acl-file.ts';

type ToMember = { readonly pod: string };

/** Everything that a rule can have done. Each is idempotent, and is derived again from what is observed if it was lost half-way. */
export type RedisAction = ServiceAction | MemberAction;

/** What is asked of Redis and Sentinel. */
export type ServiceAction =
  | (ToMember & { readonly kind: 'found-cluster'; readonly clusterId: string })
  | (ToMember & { readonly kind: 'promote' })
  | (ToMember & { readonly kind: 'replica-of'; readonly masterHost: string })
  | (ToMember & { readonly kind: 'disconnect-clients' })
  | (ToMember & { readonly kind: 'set-config'; readonly settings: Readonly<Record<string, string>> })
  | (ToMember & { readonly kind: 'monitor'; readonly host: string; readonly settings: SentinelSettings })
  | (ToMember & { readonly kind: 'forget-master' })
  | (ToMember & { readonly kind: 'tune-sentinel'; readonly settings: SentinelSettings })
  /** Has this sentinel close its connections to servers and other sentinels, and make them anew. */
  | (ToMember & { readonly kind: 'reconnect' })
  /** Has this sentinel start a failover now. */
  | (ToMember & { readonly kind: 'failover' })
  /** Moves leadership away from `pod` without losing an acknowledged write; `sentinel` starts it. To `successor`, where one is named. */
  | (ToMember & { readonly kind: 'switch-over'; readonly sentinel: string; readonly successor?: string })
  | (ToMember & { readonly kind: 'resume-writes' })
  /** One write to the Secrets of the certificates. */
  | { readonly kind: 'change-certificates'; readonly change: CertificateChange }
  /** One write to the Secret of the internal passwords. */
  | ({ readonly kind: 'change-passwords' } & PasswordChange)
  /** Has a server or a sentinel know the user as this and nothing else. */
  | (ToMember & { readonly kind: 'set-user'; readonly user: AclUser })
  | (ToMember & { readonly kind: 'delete-user'; readonly name: string })
  /** Ends the act of this token in the journal. */
  | { readonly kind: 'close-journal'; readonly token: string };

export type ActionKind = RedisAction['kind'];

/** Makes new ones; has them presented; forgets the old ones. */
export type PasswordChange = { readonly change: 'begin'; readonly token: string } | { readonly change: 'switch' | 'finish' };
