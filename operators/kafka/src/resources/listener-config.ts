import type { KafkaCluster } from '@dataservices/api';
import { isTold, type Listener, listenersOf, nodesProtocol } from '../listeners.ts';
import { ports, type Role } from '../names.ts';
import type { Observed } from '../observed.ts';
import { nodesPrincipal } from './authorizer-config.ts';
import { memberCommonName } from './certificate-names.ts';

type Properties = Readonly<Record<string, string | number>>;
type Named = Pick<Observed, 'cluster' | 'names'>;

/** Where a server listens, and how those who connect prove who they are. */
export function listenerConfig(named: Named, role: Role): Properties {
  const { cluster } = named;
  const nodes = nodesProtocol(cluster);
  if (role === 'controller') {
    return {
      listeners: `CONTROLLER://0.0.0.0:${ports.controller}`,
      'controller.listener.names': 'CONTROLLER',
      'listener.security.protocol.map': `INTERNAL:${nodes},CONTROLLER:${nodes}`,
      ...nodesTlsConfig(named, 'CONTROLLER'),
    };
  }
  const clients = listenersOf(cluster);
  const served = clients.map(({ kafkaName, port }) => `${kafkaName}://0.0.0.0:${port}`);
  const protocols = clients.map(({ kafkaName, protocol }) => `${kafkaName}:${protocol}`);
  return {
    listeners: [...served, `INTERNAL://0.0.0.0:${ports.internal}`].join(','),
    'inter.broker.listener.name': 'INTERNAL',
    'controller.listener.names': 'CONTROLLER',
    'listener.security.protocol.map': [...protocols, `INTERNAL:${nodes}`, `CONTROLLER:${nodes}`].join(','),
    ...nodesTlsConfig(named, 'INTERNAL'),
    ...Object.assign({}, ...clients.map(loginConfig)),
  };
}

/**
 * What a server announces of itself. The start script puts its own name in place of `{host}`, and the address that it is told in place of
 * the name of a listener.
 */
export function announcement(cluster: KafkaCluster, role: Role): Properties {
  if (role === 'controller') return { 'advertised.listeners': `CONTROLLER://{host}:${ports.controller}` };
  const places = listenersOf(cluster).map((one) => `${one.kafkaName}://${isTold(one) ? `{${one.kafkaName}}` : `{host}:${one.port}`}`);
  return { 'advertised.listeners': [...places, `INTERNAL://{host}:${ports.internal}`].join(',') };
}

/** Beginning of the names of settings that are for one listener alone. */
export function listenerPrefix({ kafkaName }: Pick<Listener, 'kafkaName'>): string {
  return `listener.name.${kafkaName.toLowerCase()}.`;
}

/** Where the start script puts them: certificate and key in one file. */
const stores = {
  'ssl.keystore.type': 'PEM',
  'ssl.keystore.location': '/run/kafka/tls/keystore.pem',
  'ssl.truststore.type': 'PEM',
  'ssl.truststore.location': '/run/kafka/tls/truststore.pem',
} as const;

/**
 * Servers and the operator show each other a certificate. By one of the cluster's own authority they are the nodes if it is theirs, and
 * whoever it says else: it signs for clients, too. By an authority of the user's everybody is a node whom it has given a certificate.
 */
function nodesTlsConfig({ cluster, names }: Named, kafkaName: string): Properties {
  const { mode, secretName } = cluster.spec.tls;
  if (mode === 'Disabled') return {};
  const prefix = listenerPrefix({ kafkaName });
  const isNode = secretName === undefined ? `^CN=${memberCommonName(names)}$` : '^.*$';
  return {
    ...stores,
    'ssl.enabled.protocols': 'TLSv1.3,TLSv1.2',
    [`${prefix}ssl.client.auth`]: 'required',
    [`${prefix}ssl.principal.mapping.rules`]: `RULE:${isNode}/${nodesPrincipal}/,DEFAULT`,
  };
}

function loginConfig(listener: Listener): Properties {
  const prefix = listenerPrefix(listener);
  switch (listener.authentication) {
    case 'None':
      return {};
    case 'ScramSha512':
      return {
        [`${prefix}sasl.enabled.mechanisms`]: 'SCRAM-SHA-512',
        [`${prefix}scram-sha-512.sasl.jaas.config`]: 'org.apache.kafka.common.security.scram.ScramLoginModule required;',
      };
    case 'Tls':
      // Of the names that users can have, and not of that of the nodes.
      return {
        [`${prefix}ssl.client.auth`]: 'required',
        [`${prefix}ssl.principal.mapping.rules`]: 'RULE:^CN=([-a-z0-9]+)$/$1/,DEFAULT',
      };
  }
}
