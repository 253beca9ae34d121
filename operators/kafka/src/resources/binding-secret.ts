import { authoritiesSince } from '@dataservices/members';
import type { KubeObject } from '@dataservices/plan';
import { secretData } from '@dataservices/resources';
import { bindingListener, type Listener, listenersOf } from '../listeners.ts';
import { hostOf } from '../names.ts';
import type { Observed } from '../observed.ts';
import { formatPlace, placeOf } from '../places.ts';
import { metadata } from './metadata.ts';

/** All that a client needs to connect, under the keys of the Service Binding specification. */
export function bindingSecret(observed: Observed): KubeObject {
  const { names, cluster, settings, tls, objects, now } = observed;
  const listener = bindingListener(cluster);
  const { port, protocol, authentication } = listener;
  const host = `${names.data}.${names.namespace}.svc.${settings.clusterDomain}`;
  const servers = bootstrapServers(observed, listener);
  const entries = {
    type: 'kafka',
    provider: 'dataservices',
    host,
    port: String(port),
    'bootstrap-servers': servers === '' ? `${host}:${port}` : servers,
    'security-protocol': protocol,
    ...(authentication === 'ScramSha512' && { 'sasl-mechanism': 'SCRAM-SHA-512' }),
    ...Object.assign({}, ...listenersOf(cluster).map((one) => (one.name === listener.name ? {} : furtherEntries(observed, one)))),
    ...(tls !== undefined && { 'ca.crt': tls.authorityPem }),
  };
  const data = secretData(entries);
  const annotations = authoritiesSince({ stored: objects.get(`Secret/${names.bindingSecret}`), authorities: data['ca.crt'], now });
  return {
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: metadata(observed, names.bindingSecret, { annotations }),
    ...{ type: 'servicebinding.io/kafka', data },
  };
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
