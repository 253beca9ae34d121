import { type Destructions, memberDestructions } from '@dataservices/reconcile';
import type { RedisAction } from '../action.ts';

/** What is taken away for good by what the operator does. */
export const destructions: Destructions<RedisAction> = {
  ...memberDestructions,
  // What a server holds that its new master does not is gone, as after the return of an old master.
  'replica-of': ({ pod, masterHost }) => ({ object: { kind: 'data', name: pod }, before: 'its own', after: `that of ${masterHost}` }),
  'delete-user': ({ pod, name }) => ({ object: { kind: 'user', name: `${name} of ${pod}` }, before: 'present', after: 'deleted' }),
  'found-cluster': false,
  promote: false,
  'disconnect-clients': false,
  'set-config': false,
  monitor: false,
  'forget-master': false,
  'tune-sentinel': false,
  reconnect: false,
  failover: false,
  'switch-over': false,
  'resume-writes': false,
  'change-certificates': false,
  'change-passwords': false,
  'set-user': false,
  'close-journal': false,
};
