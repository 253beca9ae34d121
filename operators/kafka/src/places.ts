import { isTold, type Listener, listenersOf } from './listeners.ts';
import type { Names } from './names.ts';
import type { KafkaMember, Observed } from './observed.ts';

/** Where clients reach a broker. */
export type Place = { readonly host: string; readonly port: number };

type WithObjects = Pick<Observed, 'cluster' | 'names' | 'objects'>;
type Broker = Pick<KafkaMember, 'ordinal' | 'host' | 'nodeAddress'>;

/** Name of the Service that leads to one broker by a listener; without a broker, of that which leads to any of them. */
export function listenerServiceName({ data }: Names, { name }: Pick<Listener, 'name'>, ordinal?: number): string {
  return ordinal === undefined ? `${data}-${name}` : `${data}-${name}-${ordinal}`;
}

/** Where clients reach a broker by a listener; undefined while nobody knows. */
export function placeOf(observed: WithObjects, listener: Listener, broker: Broker): Place | undefined {
  const host = hostOfPlace(observed, listener, broker);
  const port = portOfPlace(observed, listener, broker);
  return host === undefined || port === undefined ? undefined : { host, port };
}

/** What a broker is to be told to announce: a line for each listener whose address is not the name of the pod. Undefined while one is not known. */
export function toldAddresses(observed: WithObjects, broker: Broker): string | undefined {
  const lines = listenersOf(observed.cluster)
    .filter(isTold)
    .map((listener) => {
      const place = placeOf(observed, listener, broker);
      return place && `${listener.kafkaName} ${formatPlace(place)}\n`;
    });
  return lines.includes(undefined) ? undefined : lines.join('');
}

/** Names of listeners of which a Service has no address or port for this broker yet. */
export function placesMissing(observed: WithObjects, broker: Broker): readonly string[] {
  // What a broker's node is, only its pod says, which may not be there yet.
  const placed = { ...broker, nodeAddress: broker.nodeAddress ?? 'a node' };
  return listenersOf(observed.cluster)
    .filter((listener) => isTold(listener) && placeOf(observed, listener, placed) === undefined)
    .map(({ name }) => name);
}

/** Where a Service of type LoadBalancer is reached from outside; undefined while it has no address. */
export function balancerAddress({ objects }: Pick<Observed, 'objects'>, service: string): string | undefined {
  const [ingress] = serviceOf(objects, service)?.status?.loadBalancer?.ingress ?? [];
  return ingress?.hostname ?? ingress?.ip;
}

export function formatPlace({ host, port }: Place): string {
  return `${host.includes(':') ? `[${host}]` : host}:${port}`;
}

/** What a host in `spec` stands for; see `listeners[].advertised.host`. */
export function withOrdinal(template: string, ordinal: number): string {
  return template.replaceAll('{ordinal}', String(ordinal));
}

function hostOfPlace({ names, objects }: WithObjects, listener: Listener, broker: Broker): string | undefined {
  const { host } = listener.advertised;
  if (host !== undefined) return withOrdinal(host, broker.ordinal);
  switch (listener.type) {
    case 'Internal':
      return broker.host;
    case 'NodePort':
      return broker.nodeAddress;
    case 'LoadBalancer':
      return balancerAddress({ objects }, listenerServiceName(names, listener, broker.ordinal));
  }
}

function portOfPlace({ names, objects }: WithObjects, listener: Listener, { ordinal }: Broker): number | undefined {
  const { port, firstPort } = listener.advertised;
  if (firstPort !== undefined) return firstPort + ordinal;
  if (port !== undefined) return port;
  if (listener.type !== 'NodePort') return listener.port;
  return serviceOf(objects, listenerServiceName(names, listener, ordinal))?.spec?.ports?.[0]?.nodePort;
}

type StoredService = {
  readonly spec?: { readonly ports?: readonly { readonly nodePort?: number }[] };
  readonly status?: { readonly loadBalancer?: { readonly ingress?: readonly { readonly ip?: string; readonly hostname?: string }[] } };
};

function serviceOf(objects: Observed['objects'], name: string): StoredService | undefined {
  return objects.get(`Service/${name}`) as StoredService | undefined;
}
