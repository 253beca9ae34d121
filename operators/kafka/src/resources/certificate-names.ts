import { hostOf, type Names, type Role } from '../names.ts';
import type { Observed } from '../observed.ts';

type Named = Pick<Observed, 'names' | 'settings'>;

/**
 * Of the subject of the certificate that brokers and controllers share. No user has a name with a space in it, so that no certificate of a
 * user's is taken for theirs.
 */
export function memberCommonName({ data }: Names): string {
  return `${data} nodes`;
}

/**
 * What the cluster's own certificate is for: every broker and controller by its name, whatever their number, and the Service by each of its
 * names; and localhost, for those who forward a port to themselves.
 */
export function certificateNames({ names, settings }: Named): readonly string[] {
  const { data, namespace, domains } = names;
  const service = [data, `${data}.${namespace}`, `${data}.${namespace}.svc`, `${data}.${namespace}.svc.${settings.clusterDomain}`];
  return [`*.${domains.broker}`, `*.${domains.controller}`, ...service, 'localhost'];
}

/** What a certificate of the user's must be for: brokers, controllers, and the Service in the binding. */
export function requiredNames({ names, settings, cluster }: Named & Pick<Observed, 'cluster'>): readonly string[] {
  const { replicas, controllers } = cluster.spec;
  const hosts = (role: Role, count: number) => Array.from({ length: count }, (_, ordinal) => hostOf(names, role, ordinal));
  const service = `${names.data}.${names.namespace}.svc.${settings.clusterDomain}`;
  return [...hosts('broker', replicas), ...hosts('controller', controllers.replicas), service];
}
