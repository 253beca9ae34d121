import { hostOf, type Names } from '../names.ts';
import type { Observed } from '../observed.ts';

/**
 * What the cluster's own certificate is for: every member by its announced name, whatever their number, and every Service by each
 * of its names; and localhost, for those who forward a port to themselves.
 */
export function certificateNames({ names, settings }: Pick<Observed, 'names' | 'settings'>): readonly string[] {
  const services = [names.data, names.readonlyService, names.sentinel];
  return [`*.${names.headlessDomain}`, ...services.flatMap((service) => serviceNames(service, names, settings.clusterDomain)), 'localhost'];
}

/** What a certificate of the user's must be for: the names that the members announce, and that of the binding. */
export function requiredNames({ names, settings, cluster }: Pick<Observed, 'names' | 'settings' | 'cluster'>): readonly string[] {
  const { replicas, sentinel } = cluster.spec;
  const pods = [...ordinals(names.data, replicas), ...ordinals(names.sentinel, sentinel.replicas)];
  return [...pods.map((pod) => hostOf(names, pod)), `${names.data}.${names.namespace}.svc.${settings.clusterDomain}`];
}

function serviceNames(service: string, { namespace }: Names, domain: string): readonly string[] {
  return [service, `${service}.${namespace}`, `${service}.${namespace}.svc`, `${service}.${namespace}.svc.${domain}`];
}

function ordinals(set: string, count: number): readonly string[] {
  return Array.from({ length: count }, (_, ordinal) => `${set}-${ordinal}`);
}
