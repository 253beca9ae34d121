import { type Destructions, memberDestructions } from '@dataservices/reconcile';
import type { KafkaAction } from '../action.ts';

/** What is taken away for good by what the operator does. Replicas that move are copied before, and are not among it. */
export const destructions: Destructions<KafkaAction> = {
  ...memberDestructions,
  'remove-voter': ({ nodeId, directoryId }) => ({
    object: { kind: 'controller', name: `${nodeId}` },
    before: `votes, with the directory ${directoryId}`,
    after: 'does not vote',
  }),
  'unregister-broker': ({ nodeId }) => ({ object: { kind: 'broker', name: `${nodeId}` }, before: 'registered', after: 'forgotten' }),
  'delete-user': ({ user }) => ({ object: { kind: 'user', name: user }, before: 'present', after: 'deleted' }),
  'order-founding': false,
  'change-certificates': false,
  'add-voter': false,
  'issue-client-certificate': false,
  'write-user': false,
  'alter-settings': false,
  'move-partitions': false,
  'elect-leaders': false,
  'finish-upgrade': false,
};
