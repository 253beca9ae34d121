import { authoritiesSince, type ClientCertificate } from '@dataservices/members';
import type { KubeObject } from '@dataservices/plan';
import { secretData } from '@dataservices/resources';
import { bindingListener, type Listener, listenersOf, nearest } from '../listeners.ts';
import { hostOf, userSecretNames } from '../names.ts';
import type { Client, Observed } from '../observed.ts';
import { formatPlace, placeOf } from '../places.ts';
import { metadata } from './metadata.ts';

/** All that clients need to connect, under the keys of the Service Binding specification: one Secret for whoever connects, and one for each user. */
export function bindingSecrets(observed: Observed): readonly KubeObject[] {
  const listener = bindingListener(observed.cluster);
  const common = secretOf(observed, observed.names.bindingSecret, entriesOf(observed, listener, listenersOf(observed.cluster)));
  return [common, ...observed.clients.flatMap((client) => userBinding(observed, client) ?? [])];
}

/**
 * With what the user proves by who it is: the password, for listeners that ask for one, and they come first; the certificate, where one asks for that.
 * None without such a listener, nor for a user whom Kafka does not know for certain as it is to be: what its clients were shown last stays.
 */
export function userBinding(observed: Observed, { user, password, certificate, known }: Client): KubeObject | undefined {
  const asking = listenersOf(observed.cluster).filter(({ authentication }) => authentication !== 'None');
  const [byPassword, byCertificate] = [loggedInBy('ScramSha512', asking), loggedInBy('Tls', asking)];
  const listener = nearest(byPassword) ?? nearest(byCertificate);
  if (password === undefined || known !== 'AsWanted' || listener === undefined) return undefined;
  return secretOf(observed, userSecretNames(observed.names, user).binding, {
    ...entriesOf(observed, listener, asking),
    username: user,
    ...(byPassword.length > 0 && { password, 'sasl-jaas-config': jaasConfig(user, password) }),
    ...(byCertificate.length > 0 && certificate !== undefined && certificateEntries(certificate)),
  });
}

function loggedInBy(type: Listener['authentication'], listeners: readonly Listener[]): readonly Listener[] {
  return listeners.filter(({ authentication }) => authentication === type);
}

/** Apart, as most clients want it, and together, as Java does. */
function certificateEntries({ pem, key }: ClientCertificate): Readonly<Record<string, string>> {
  return { 'user.crt': pem, 'user.key': key, 'user.pem': `${key}${pem}` };
}

function entriesOf(observed: Observed, listener: Listener, all: readonly Listener[]): Readonly<Record<string, string>> {
  const { names, settings, tls } = observed;
  const { port, protocol, authentication } = listener;
  const host = `${names.data}.${names.namespace}.svc.${settings.clusterDomain}`;
  const servers = bootstrapServers(observed, listener);
  return {
    type: 'kafka',
    provider: 'dataservices',
    host,
    port: String(port),
    'bootstrap-servers': servers === '' ? `${host}:${port}` : servers,
    'security-protocol': protocol,
    ...(authentication === 'ScramSha512' && { 'sasl-mechanism': 'SCRAM-SHA-512' }),
    ...Object.assign({}, ...all.map((one) => (one.name === listener.name ? {} : furtherEntries(observed, one)))),
    ...(listener.isEncrypted && { ssl: 'true' }),
    ...(tls !== undefined && { 'ca.crt': tls.authorityPem }),
  };
}

function secretOf(observed: Observed, name: string, entries: Readonly<Record<string, string>>): KubeObject {
  const { objects, now } = observed;
  const data = secretData(entries);
  const annotations = authoritiesSince({ stored: objects.get(`Secret/${name}`), authorities: data['ca.crt'], now });
  return {
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: metadata(observed, name, { annotations }),
    ...{ type: 'servicebinding.io/kafka', data },
  };
}

/** As Java clients want it. */
function jaasConfig(user: string, password: string): string {
  const quoted = (text: string) => `"${text.replace(/["\\]/g, '\\$&')}"`;
  return `org.apache.kafka.common.security.scram.ScramLoginModule required username=${quoted(user)} password=${quoted(password)};`;
}

/** For clients of another listener: under its name, once a broker can be reached by it. */
function furtherEntries(observed: Observed, listener: Listener): Readonly<Record<string, string>> {
  const servers = bootstrapServers(observed, listener);
  return servers === ''
    ? {}
    : { [`${listener.name}.bootstrap-servers`]: servers, [`${listener.name}.security-protocol`]: listener.protocol };
}

/** Brokers to begin with, as far as it is known where they are reached. */
function bootstrapServers(observed: Observed, listener: Listener): string {
  const { names, cluster, brokers } = observed;
  const places = Array.from({ length: cluster.spec.replicas }, (_, ordinal) => {
    const member = brokers.find((broker) => broker.ordinal === ordinal);
    return placeOf(observed, listener, member ?? { ordinal, host: hostOf(names, 'broker', ordinal) });
  });
  return places
    .flatMap((place) => (place === undefined ? [] : formatPlace(place)))
    .slice(0, maxBootstrap)
    .join(',');
}

/** A client needs one that answers, and learns of all others from it. */
const maxBootstrap = 5;
