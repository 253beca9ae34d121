import { changeClusterCertificates } from '@dataservices/certificates';
import type { CertificateChange } from '@dataservices/members';
import { isMemberAction, performMemberAction } from '@dataservices/reconcile';
import type { RedisAction, ServiceAction } from '../action.ts';
import type { RedisPort } from '../client/port.ts';
import { componentOf } from '../resources/metadata.ts';
import { type ActContext, dataTarget, lobbyTarget, sentinelTarget, serverTarget, TargetGone } from './act-context.ts';
import { changePasswords } from './change-passwords.ts';
import { monitorMaster, reconnectSentinel, tuneSentinel } from './monitor.ts';
import { setConfig } from './set-config.ts';
import { switchOver } from './switch-over.ts';

export type PerformContext = Omit<ActContext, 'redis'> & { readonly redis: RedisPort | undefined };

/** Carries out one action. */
export async function perform(action: RedisAction, { redis, ...rest }: PerformContext): Promise<void> {
  const { names } = rest.observed;
  if (isMemberAction(action)) return performMemberAction(action, { ...rest, namespace: names.namespace });
  // The first one comes before there is anybody to be asked.
  if (action.kind === 'change-certificates') return changeCertificates(action.change, rest);
  if (action.kind === 'change-passwords') return changePasswords(action, rest);
  if (redis === undefined) throw new TargetGone(`Secret ${names.internalSecret} has no operator-password`);
  return performOnService(action, { redis, ...rest });
}

async function performOnService(
  action: Exclude<ServiceAction, { kind: 'change-certificates' | 'change-passwords' }>,
  context: ActContext,
): Promise<void> {
  const { redis, observed } = context;
  switch (action.kind) {
    case 'found-cluster':
      return redis.found(lobbyTarget(context, action.pod), action.clusterId);
    case 'promote':
      return redis.promote(dataTarget(context, action.pod));
    case 'replica-of':
      return redis.replicaOf(dataTarget(context, action.pod), action.masterHost);
    case 'disconnect-clients':
      return redis.disconnectClients(dataTarget(context, action.pod));
    case 'set-config':
      return setConfig(context, action.pod, action.settings);
    case 'monitor':
      return monitorMaster(context, action.pod, action.host, action.settings);
    case 'tune-sentinel':
      return tuneSentinel(context, action.pod, action.settings);
    case 'forget-master':
      return redis.forgetMaster(sentinelTarget(context, action.pod), observed.names.masterName);
    case 'reconnect':
      return reconnectSentinel(context, action.pod);
    case 'failover':
      return redis.failover(sentinelTarget(context, action.pod), observed.names.masterName);
    case 'switch-over':
      return switchOver(context, action);
    case 'resume-writes':
      return redis.resumeWrites(dataTarget(context, action.pod));
    case 'set-user':
      return redis.setUser(serverTarget(context, action.pod), action.user);
    case 'delete-user':
      return redis.deleteUser(serverTarget(context, action.pod), action.name);
    case 'close-journal':
      return context.journal.close(action.token);
  }
}

function changeCertificates(
  change: CertificateChange,
  { kube, observed, signal }: Pick<ActContext, 'kube' | 'observed' | 'signal'>,
): Promise<void> {
  return changeClusterCertificates(change, {
    ...observed,
    kube,
    component: componentOf(observed, 'data'),
    commonName: observed.names.data,
    signal,
  });
}
