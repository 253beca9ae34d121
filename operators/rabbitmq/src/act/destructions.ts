import { type Destructions, memberDestructions } from '@dataservices/reconcile';
import type { RabbitmqAction } from '../action.ts';

/** What is taken away for good by what the operator does. */
export const destructions: Destructions<RabbitmqAction> = {
  ...memberDestructions,
  'delete-user': ({ user }) => ({ object: { kind: 'user', name: user }, before: 'present', after: 'deleted' }),
  'remove-replica': ({ vhost, queue, node }) => ({
    object: { kind: 'queue', name: `${vhost}/${queue}` },
    before: `has a member on ${node}`,
    after: `has none on ${node}`,
  }),
  'swap-queues': ({ vhost, standIn }) => ({
    object: { kind: 'queue', name: `${vhost}/${standIn}` },
    before: 'stands in for a queue on another node',
    after: 'that queue is deleted there, and declared anew here',
  }),
  'end-move': ({ vhost, standIn }) => ({ object: { kind: 'queue', name: `${vhost}/${standIn}` }, before: 'empty', after: 'deleted' }),
  'order-founding': false,
  'change-certificates': false,
  'write-user': false,
  'add-replica': false,
  'enable-feature-flag': false,
  'begin-move': false,
  'close-connection': false,
  rebalance: false,
};
