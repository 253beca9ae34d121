import { authoritiesSince } from '@dataservices/members';
import type { KubeObject } from '@dataservices/plan';
import { secretData } from '@dataservices/resources';
import { clientPorts, clientSecretNames, hostOf } from '../names.ts';
import type { Client, Observed } from '../observed.ts';
import { wantedUsers } from '../wanted-user.ts';
import { metadata } from './metadata.ts';

/**
 * For each user all that a client needs, under the keys of the Service Binding specification, and the addresses of all nodes. None for one
 * that the servers do not know for certain as it is to be: what its clients were shown last stays.
 */
export function bindingSecrets(observed: Observed): readonly KubeObject[] {
  return observed.clients.flatMap((client) => bindingSecret(observed, client) ?? []);
}

function bindingSecret(observed: Observed, { user, password, known }: Client): KubeObject | undefined {
  const wanted = wantedUsers(observed.cluster).find(({ name }) => name === user);
  if (password === undefined || known !== 'AsWanted' || wanted === undefined) return undefined;
  const vhost = wanted.permissions[0]?.vhost ?? '/';
  const name = clientSecretNames(observed.names, user).binding;
  const data = secretData(entriesOf(observed, { user, password, vhost }));
  const stored = observed.objects.get(`Secret/${name}`);
  return {
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: metadata(observed, name, { annotations: authoritiesSince({ stored, authorities: data['ca.crt'], now: observed.now }) }),
    ...{ type: 'servicebinding.io/rabbitmq', data },
  };
}

type Credentials = { readonly user: string; readonly password: string; readonly vhost: string };

function entriesOf(observed: Observed, { user, password, vhost }: Credentials): Readonly<Record<string, string>> {
  const { names, cluster, settings, tls } = observed;
  const ports = clientPorts(cluster);
  const [scheme, web] = tls === undefined ? ['amqp', 'http'] : ['amqps', 'https'];
  const host = `${names.data}.${names.namespace}.svc.${settings.clusterDomain}`;
  const members = Array.from({ length: cluster.spec.replicas }, (_, ordinal) => hostOf(names, `${names.data}-${ordinal}`));
  return {
    type: 'rabbitmq',
    provider: 'dataservices',
    host,
    port: String(ports.amqp),
    username: user,
    password,
    'virtual-host': vhost,
    uri: `${scheme}://${user}:${encodeURIComponent(password)}@${host}:${ports.amqp}/${encodeURIComponent(vhost)}`,
    addresses: (members.length === 0 ? [host] : members).map((member) => `${member}:${ports.amqp}`).join(','),
    'management-uri': `${web}://${host}:${ports.management}`,
    ...(tls !== undefined && { ssl: 'true', 'ca.crt': tls.authorityPem }),
  };
}
