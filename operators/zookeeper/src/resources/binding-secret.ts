import { authoritiesSince } from '@dataservices/members';
import { annotationKeys, type KubeObject, rfc3339Seconds } from '@dataservices/plan';
import { secretData } from '@dataservices/resources';
import { ports } from '../membership.ts';
import { chrootOf, clientSecretNames, hostOf } from '../names.ts';
import type { ClientSecrets, Observed, Password } from '../observed.ts';
import { rotationOf } from '../plan/passwords.ts';
import { metadata } from './metadata.ts';

type Entries = Readonly<Record<string, string>>;
type Annotations = Readonly<Record<string, string>>;

/** All that a client needs who is nobody in particular, under the keys of the Service Binding specification. */
export function bindingSecret(observed: Observed): KubeObject {
  return secret(observed, observed.names.bindingSecret, entriesOf(observed, ''));
}

/** The same for each user, as soon as the ensemble lets it in. */
export function userBindings(observed: Observed): readonly KubeObject[] {
  return observed.secrets.clients.flatMap((client) => userBinding(observed, client) ?? []);
}

function userBinding(observed: Observed, client: ClientSecrets): KubeObject | undefined {
  const user = observed.cluster.spec.users.find(({ name }) => name === client.user);
  const shown = shownPassword(observed, client);
  if (user === undefined || shown === undefined) return undefined;
  const since = rfc3339Seconds((client.bound?.digest === shown.digest ? client.bound.sinceMs : undefined) ?? observed.now);
  const chroot = chrootOf(user);
  const common = entriesOf(observed, chroot, `${client.user}:${encodeURIComponent(shown.text)}@`);
  const entries = {
    ...common,
    chroot,
    'connection-string': `${common.addresses}${chroot}`,
    username: client.user,
    password: shown.text,
  };
  const { binding } = clientSecretNames(observed.names, client.user);
  return secret(observed, binding, entries, { [annotationKeys.passwordSince]: since });
}

/** A password that is not accepted yet is not shown; a new user has no binding until then. */
function shownPassword(observed: Observed, client: ClientSecrets): Password | undefined {
  const rotation = rotationOf(observed, client);
  return rotation === undefined || rotation.phase === 'Adding' ? client.bound : client.wanted;
}

function entriesOf(
  { names, cluster, settings, tls }: Observed,
  chroot: string,
  credentials = '',
): Entries & { readonly addresses: string } {
  const host = `${names.data}.${names.namespace}.svc.${settings.clusterDomain}`;
  const members = Array.from({ length: cluster.spec.replicas }, (_, ordinal) => hostOf(names, `${names.data}-${ordinal}`));
  const addresses = (members.length === 0 ? [host] : members).map((member) => `${member}:${ports.client}`).join(',');
  return {
    type: 'zookeeper',
    provider: 'dataservices',
    host,
    port: String(ports.client),
    uri: `zookeeper://${credentials}${host}:${ports.client}${chroot}`,
    addresses,
    ...(tls !== undefined && { ssl: 'true', 'ca.crt': tls.authorityPem }),
  };
}

function secret(observed: Observed, name: string, entries: Entries, annotations: Annotations = {}): KubeObject {
  const { objects, now } = observed;
  const data = secretData(entries);
  const since = authoritiesSince({ stored: objects.get(`Secret/${name}`), authorities: data['ca.crt'], now });
  return {
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: metadata(observed, name, { annotations: { ...annotations, ...since } }),
    ...{ type: 'servicebinding.io/zookeeper', data },
  };
}
