import { changeClusterCertificates } from '@dataservices/certificates';
import type { CertificateChange } from '@dataservices/members';
import { isMemberAction, performMemberAction } from '@dataservices/reconcile';
import type { KafkaAction, ServiceAction } from '../action.ts';
import { KafkaAdminError } from '../client/kafka-admin-error.ts';
import type { Refusal } from '../client/port.ts';
import { memberCommonName } from '../resources/certificate-names.ts';
import { componentOf } from '../resources/metadata.ts';
import type { ActContext } from './act-context.ts';
import { addVoter, removeVoter } from './change-voters.ts';
import { deleteUser } from './delete-user.ts';
import { issueClientCertificate } from './issue-client-certificate.ts';
import { orderFounding } from './order-founding.ts';
import { unregisterBroker } from './unregister-broker.ts';
import { writeUser } from './write-user.ts';

/** Carries out one action. */
export async function perform(action: KafkaAction, context: ActContext): Promise<void> {
  const { namespace } = context.observed.names;
  return isMemberAction(action) ? performMemberAction(action, { ...context, namespace }) : performOnService(action, context);
}

async function performOnService(action: ServiceAction, context: ActContext): Promise<void> {
  const { admin, signal, log } = context;
  const options = { signal };
  switch (action.kind) {
    case 'order-founding':
      return orderFounding(action, context);
    case 'change-certificates':
      return changeCertificates(action.change, context);
    case 'add-voter':
      return addVoter(action, context);
    case 'remove-voter':
      return removeVoter(action, context);
    case 'unregister-broker':
      return unregisterBroker(action, context);
    case 'issue-client-certificate':
      return issueClientCertificate(action, context);
    case 'write-user':
      return writeUser(action, context);
    case 'delete-user':
      return deleteUser(action, context);
    case 'alter-settings':
      await admin.alterConfigs(action.changes, options);
      return log.info('settings were changed', { of: action.changes.map(({ type, name }) => `${type} ${name}`.trim()).slice(0, 20) });
    case 'move-partitions':
      failIfAllRefused(await admin.alterReassignments(action.moves, options), action.moves.length);
      return log.info('partitions move', { partitions: action.moves.length });
    case 'elect-leaders':
      failIfAllRefused(await admin.electPreferredLeaders(action.partitions, options), action.partitions.length);
      return;
    case 'finish-upgrade':
      await admin.updateFeature({ feature: action.feature, level: action.level, kind: 'upgrade' }, options);
      return log.info('the upgrade is finished', { feature: action.feature, level: action.level });
  }
}

/** What was refused in part is asked for again in the next pass, with the rest; what is refused as a whole is told. */
function failIfAllRefused(refusals: readonly Refusal[], asked: number): void {
  const [first] = refusals;
  if (first === undefined || refusals.length < asked) return;
  throw new KafkaAdminError('Refused', `${first.topic}-${first.partition ?? 'all'}: ${first.error}: ${first.message}`, {
    protocol: first.error,
  });
}

function changeCertificates(change: CertificateChange, { kube, observed, signal }: ActContext): Promise<void> {
  return changeClusterCertificates(change, {
    ...observed,
    kube,
    component: componentOf(observed),
    commonName: memberCommonName(observed.names),
    signal,
  });
}
