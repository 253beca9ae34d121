import { type Destructions, memberDestructions } from '@dataservices/reconcile';
import type { ZookeeperAction } from '../action.ts';

/** What is taken away for good by what the operator does. */
export const destructions: Destructions<ZookeeperAction> = {
  ...memberDestructions,
  reconfig: ({ change: { leaving } }) =>
    leaving.length === 0
      ? undefined
      : { object: { kind: 'server', name: leaving.join(', ') }, before: 'member of the ensemble', after: 'no member' },
  'order-founding': false,
  'change-certificates': false,
  'keep-chroot': false,
  'commit-write': false,
};
