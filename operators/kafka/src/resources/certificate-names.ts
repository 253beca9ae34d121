import { type Listener, listenersOf } from '../listeners.ts';
import { hostOf, type Names, type Role } from '../names.ts';
import type { Observed } from '../observed.ts';
import { balancerAddress, listenerServiceName, placeOf, withOrdinal } from '../places.ts';

type Named = Pick<Observed, 'names' | 'settings' | 'cluster'>;

/** Another certificate is made when brokers have passed this many, and not for each of them. */
const room = 8;

/**
 * Of the subject of the certificate that brokers and controllers share. No user has a name with a space in it, so that no certificate of a
 * user's is taken for theirs.
 */
export function memberCommonName({ data }: Names): string {
  return `${data} nodes`;
}

/**
 * What the cluster's own certificate is for: every broker and controller by its name, whatever their number, and the Service by each of its
 * names; whatever brokers announce to clients beside that; and localhost, for those who forward a port to themselves.
 */
export function certificateNames(observed: Named & Pick<Observed, 'objects' | 'brokers' | 'nodeAddresses' | 'tls'>): readonly string[] {
  const { names, settings, cluster } = observed;
  const { data, namespace, domains } = names;
  const service = [data, `${data}.${namespace}`, `${data}.${namespace}.svc`, `${data}.${namespace}.svc.${settings.clusterDomain}`];
  const announced = [
    ...advertisedHosts(cluster, Math.max(1, Math.ceil(cluster.spec.replicas / room)) * room),
    ...foundAddresses(observed),
    ...formerAddresses(observed),
  ];
  // An address of IPv6 has several spellings, and one that is not found again would be asked for for ever.
  const nameable = announced.filter((name) => !name.includes(':'));
  return [...new Set([`*.${domains.broker}`, `*.${domains.controller}`, ...service, ...nameable, 'localhost'])];
}

/** What a certificate of the user's must be for: brokers, controllers, the Service in the binding, and the names that were asked for. */
export function requiredNames({ names, settings, cluster }: Named): readonly string[] {
  const { replicas, controllers } = cluster.spec;
  const hosts = (role: Role, count: number) => Array.from({ length: count }, (_, ordinal) => hostOf(names, role, ordinal));
  const service = `${names.data}.${names.namespace}.svc.${settings.clusterDomain}`;
  return [...hosts('broker', replicas), ...hosts('controller', controllers.replicas), service, ...advertisedHosts(cluster, replicas)];
}

/** What the user writes that brokers are to be called. */
function advertisedHosts(cluster: Observed['cluster'], brokers: number): readonly string[] {
  const ordinals = Array.from({ length: brokers }, (_, ordinal) => ordinal);
  return encrypted(cluster).flatMap(({ advertised: { host } }) =>
    host === undefined ? [] : [...new Set(ordinals.map((ordinal) => withOrdinal(host, ordinal)))],
  );
}

/** Where load balancers and nodes are found. */
function foundAddresses(observed: Named & Pick<Observed, 'objects' | 'brokers'>): readonly string[] {
  const found = encrypted(observed.cluster).filter(({ type, advertised }) => type !== 'Internal' && advertised.host === undefined);
  return found.flatMap((listener) => [
    ...observed.brokers.flatMap((broker) => placeOf(observed, listener, broker)?.host ?? []),
    ...[balancerAddress(observed, listenerServiceName(observed.names, listener))].filter((address) => address !== undefined),
  ]);
}

/**
 * Nodes where a broker was once: it may be there again.
 *
 * Prevents: a restart of everybody, for another certificate, each time that a broker moves between the same nodes.
 */
function formerAddresses({ cluster, nodeAddresses, tls }: Pick<Observed, 'cluster' | 'nodeAddresses' | 'tls'>): readonly string[] {
  if (!encrypted(cluster).some(({ type, advertised }) => type === 'NodePort' && advertised.host === undefined)) return [];
  const known = tls?.mounted.certificate?.names ?? [];
  return nodeAddresses.filter((address) => known.includes(address));
}

function encrypted(cluster: Observed['cluster']): readonly Listener[] {
  return listenersOf(cluster).filter(({ isEncrypted }) => isEncrypted);
}
