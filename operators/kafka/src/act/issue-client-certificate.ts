import { issueForClient } from '@dataservices/certificates';
import { resources } from '@dataservices/kube';
import type { ServiceAction } from '../action.ts';
import { userSecretNames } from '../names.ts';
import { userBinding } from '../resources/binding-secret.ts';
import { fieldManager } from '../settings.ts';
import { type ActContext, TargetGone } from './act-context.ts';

type Issue = Extract<ServiceAction, { readonly kind: 'issue-client-certificate' }>;

/**
 * Makes a certificate for a user and writes it into the Secret that its clients mount, where every later pass finds it. Two that do it at the same
 * time cost nothing: both certificates are good, and one is shown.
 *
 * @throws TargetGone; CertificatesChanged where the authority is not the one that it was; CertificateError; KubeError
 */
export async function issueClientCertificate({ user, authority, notBefore, notAfter }: Issue, context: ActContext): Promise<void> {
  const { kube, observed, log, signal } = context;
  const { names, clients, objects } = observed;
  const client = clients.find((one) => one.user === user);
  const stored = objects.get(`Secret/${userSecretNames(names, user).binding}`);
  if (client === undefined || stored === undefined) throw new TargetGone(`the user ${user} has no Secret`);
  const { namespace, authoritySecret } = names;
  const issued = await issueForClient({ kube, namespace, authoritySecret, authority, commonName: user, notBefore, notAfter, signal });
  const certificate = { id: issued.id, issuer: authority, notBefore, notAfter, names: [], pem: issued.certificate, key: issued.key };
  const binding = userBinding(observed, { ...client, certificate });
  if (binding === undefined) throw new TargetGone(`the Secret of the user ${user} is not to be written now`);
  const { uid } = stored.metadata;
  await kube.apply(resources.secrets, { ...binding, metadata: { ...binding.metadata, uid } }, { fieldManager, signal });
  log.info('a user has another certificate', { user, notAfter: new Date(notAfter).toISOString() });
}
