import { changeClusterCertificates } from '@dataservices/certificates';
import type { CertificateChange } from '@dataservices/members';
import { isMemberAction, performMemberAction } from '@dataservices/reconcile';
import type { RabbitmqAction, ServiceAction } from '../action.ts';
import { componentOf } from '../resources/metadata.ts';
import { type ActContext, portOf, targetFor } from './act-context.ts';
import { deleteUser } from './delete-user.ts';
import { orderFounding } from './order-founding.ts';
import { writeUser } from './write-user.ts';

/** What a client is told whose connection is closed. */
const spreadReason = 'nodes have joined: connect anew, to whichever node it is';

/** Carries out one action. */
export async function perform(action: RabbitmqAction, context: ActContext): Promise<void> {
  const { namespace } = context.observed.names;
  return isMemberAction(action) ? performMemberAction(action, { ...context, namespace }) : performOnService(action, context);
}

async function performOnService(action: ServiceAction, context: ActContext): Promise<void> {
  switch (action.kind) {
    case 'order-founding':
      return orderFounding(action, context);
    case 'change-certificates':
      return changeCertificates(action.change, context);
    case 'write-user':
      return writeUser(action, context);
    case 'delete-user':
      return deleteUser(action, context);
    case 'add-replica':
      return portOf(context).addReplica(targetFor(context, action.pod), action);
    case 'remove-replica':
      return portOf(context).removeReplica(targetFor(context, action.pod), action);
    case 'enable-feature-flag':
      return portOf(context).enableFlag(targetFor(context, action.pod), action.flag);
    case 'begin-move':
      return portOf(context).beginMove(targetFor(context, action.pod), action);
    case 'swap-queues':
      return portOf(context).swapQueues(targetFor(context, action.pod), action);
    case 'end-move':
      return portOf(context).endMove(targetFor(context, action.pod), action);
    case 'close-connection':
      return portOf(context).closeConnection(targetFor(context, action.pod), action.connection, spreadReason);
    case 'rebalance':
      return portOf(context).rebalance(targetFor(context, action.pod));
  }
}

function changeCertificates(change: CertificateChange, { kube, observed, signal }: ActContext): Promise<void> {
  return changeClusterCertificates(change, {
    ...observed,
    kube,
    component: componentOf(observed),
    commonName: observed.names.data,
    signal,
  });
}
