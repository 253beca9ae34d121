import { clientRenewal } from '@dataservices/members';
import type { ServiceAction } from '../action.ts';
import { asksForCertificates } from '../listeners.ts';
import { userSecretNames } from '../names.ts';
import type { Client, Observed } from '../observed.ts';
import { policy } from './renew-certificates.ts';
import type { KafkaRule } from './rule.ts';

type Issue = Extract<ServiceAction, { readonly kind: 'issue-client-certificate' }>;

/**
 * Precondition: a listener asks clients for certificates, and a user's Secret has none, or one that two thirds of its time have passed, or by an
 * authority that signs no more.
 * Effect: the Secret gets another one. The one before it is good for as long as it was.
 *
 * Prevents: clients that are refused because nobody renewed what they prove by who they are, and authorities' keys in the hands of whoever needs one.
 */
export const issueClientCertificates: KafkaRule = (observed) => {
  const actions = observed.clients.flatMap((client) => issueFor(observed, client) ?? []);
  if (actions.length === 0) return undefined;
  const reason = `${actions.map(({ user }) => user).join(', ')} to have another certificate`;
  return { rule: 'IssueClientCertificates', reason, actions, requeueAfterMs: 100 };
};

function issueFor({ tls, now, cluster, names, objects }: Observed, { user, known, password, certificate }: Client): Issue | undefined {
  const secret = objects.get(`Secret/${userSecretNames(names, user).binding}`);
  const isOwn = secret?.metadata.ownerReferences?.some(({ uid }) => uid === cluster.metadata.uid) === true;
  // What its clients are shown changes only while all of it is known.
  const isShown = isOwn && known === 'AsWanted' && password !== undefined;
  if (tls === undefined || !asksForCertificates(cluster) || !isShown) return undefined;
  const renewal = clientRenewal(certificate, { now, authorities: tls.authorities, policy });
  return renewal && { kind: 'issue-client-certificate', user, ...renewal };
}
