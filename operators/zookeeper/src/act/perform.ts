import { changeClusterCertificates } from '@dataservices/certificates';
import type { CertificateChange } from '@dataservices/members';
import { isMemberAction, performMemberAction } from '@dataservices/reconcile';
import type { ServiceAction, ZookeeperAction } from '../action.ts';
import { componentOf } from '../resources/metadata.ts';
import { type ActContext, portOf, targetFor } from './act-context.ts';
import { orderFounding } from './order-founding.ts';
import { reconfig } from './reconfig.ts';

/** Carries out one action. */
export async function perform(action: ZookeeperAction, context: ActContext): Promise<void> {
  const { namespace } = context.observed.names;
  return isMemberAction(action) ? performMemberAction(action, { ...context, namespace }) : performOnService(action, context);
}

async function performOnService(action: ServiceAction, context: ActContext): Promise<void> {
  switch (action.kind) {
    case 'order-founding':
      return orderFounding(action, context);
    case 'reconfig':
      return reconfig(action, context);
    case 'change-certificates':
      return changeCertificates(action.change, context);
    case 'keep-chroot':
      return portOf(context).keepChroot(targetFor(context, action.pod), action.chroot);
    case 'commit-write':
      return portOf(context).commitWrite(targetFor(context, action.pod));
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
