import type { KafkaCluster, KafkaListenerSpec } from '@dataservices/api';
import { ports, type Role } from './names.ts';

/** How Kafka calls what a connection is wrapped in, and whether it begins with a login. */
export type Protocol = 'PLAINTEXT' | 'SSL' | 'SASL_PLAINTEXT' | 'SASL_SSL';

/** A listener of clients, as Kafka and the objects around it know it. */
export type Listener = {
  /** As in `spec.listeners`; the name of its ports. */
  readonly name: string;
  /** Under which Kafka knows it: its settings are those that begin with `listener.name.<name in lower case>.`. */
  readonly kafkaName: string;
  readonly port: number;
  readonly type: KafkaListenerSpec['type'];
  readonly isEncrypted: boolean;
  readonly authentication: KafkaListenerSpec['authentication']['type'];
  readonly protocol: Protocol;
  readonly advertised: KafkaListenerSpec['advertised'];
  readonly service: NonNullable<KafkaListenerSpec['service']>;
};

type Spec = Pick<KafkaCluster, 'spec'>;

/** Those of clients, in the order in which they were asked for. */
export function listenersOf({ spec }: Spec): readonly Listener[] {
  return spec.listeners.map((listener) => {
    const isEncrypted = (listener.tls.mode ?? spec.tls.mode) === 'Enabled';
    const authentication = listener.authentication.type;
    return {
      name: listener.name,
      kafkaName: listener.name.toUpperCase(),
      port: listener.port,
      type: listener.type,
      isEncrypted,
      authentication,
      protocol: protocolOf(isEncrypted, authentication),
      advertised: listener.advertised,
      service: listener.service ?? {},
    };
  });
}

/** The one that the binding leads to: clients of the same Kubernetes cluster come first. */
export function bindingListener(cluster: Spec): Listener {
  const found = nearest(listenersOf(cluster));
  if (found === undefined) throw new RangeError('spec.listeners is empty, which the schema refuses');
  return found;
}

/** Clients of the same Kubernetes cluster come first. */
export function nearest(all: readonly Listener[]): Listener | undefined {
  return all.find(({ type }) => type === 'Internal') ?? all[0];
}

/** Whether clients are to prove by a certificate who they are. */
export function asksForCertificates(cluster: Spec): boolean {
  return listenersOf(cluster).some(({ authentication }) => authentication === 'Tls');
}

/** Whether brokers have to be told under which address clients reach them: it is not the name of the pod. */
export function isTold({ type, advertised }: Listener): boolean {
  return type !== 'Internal' || advertised.host !== undefined || advertised.port !== undefined || advertised.firstPort !== undefined;
}

/** What brokers and controllers speak among each other, and with the operator. */
export function nodesProtocol({ spec }: Spec): Protocol {
  return spec.tls.mode === 'Enabled' ? 'SSL' : 'PLAINTEXT';
}

/** All ports of a server, by name. */
export function portsOf(cluster: Spec, role: Role): readonly { readonly name: string; readonly port: number }[] {
  if (role === 'controller') return [{ name: 'controller', port: ports.controller }];
  return [...listenersOf(cluster).map(({ name, port }) => ({ name, port })), { name: 'internal', port: ports.internal }];
}

function protocolOf(isEncrypted: boolean, authentication: Listener['authentication']): Protocol {
  if (authentication === 'ScramSha512') return isEncrypted ? 'SASL_SSL' : 'SASL_PLAINTEXT';
  return isEncrypted ? 'SSL' : 'PLAINTEXT';
}
