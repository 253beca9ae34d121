import type { KafkaCluster } from '@dataservices/api';
import { isTold, type Listener, listenersOf, nodesProtocol } from '../listeners.ts';
import { ports, type Role } from '../names.ts';

type Properties = Readonly<Record<string, string | number>>;

/** Where a server listens, and how those who connect prove who they are. */
export function listenerConfig(cluster: KafkaCluster, role: Role): Properties {
  const nodes = nodesProtocol(cluster);
  if (role === 'controller') {
    return {
      listeners: `CONTROLLER://0.0.0.0:${ports.controller}`,
      'controller.listener.names': 'CONTROLLER',
      'listener.security.protocol.map': `INTERNAL:${nodes},CONTROLLER:${nodes}`,
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

function loginConfig(listener: Listener): Properties {
  if (listener.authentication !== 'ScramSha512') return {};
  const prefix = listenerPrefix(listener);
  return {
    [`${prefix}sasl.enabled.mechanisms`]: 'SCRAM-SHA-512',
    [`${prefix}scram-sha-512.sasl.jaas.config`]: 'org.apache.kafka.common.security.scram.ScramLoginModule required;',
  };
}
