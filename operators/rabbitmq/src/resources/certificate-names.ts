import { hostOf } from '../names.ts';
import type { Observed } from '../observed.ts';

type Named = Pick<Observed, 'names' | 'settings'>;

/**
 * What the cluster's own certificate is for: every node by its name, whatever their number, and the Service by each of its names; and
 * localhost, for those who forward a port to themselves.
 */
export function certificateNames({ names, settings }: Named): readonly string[] {
  const { data, namespace, headlessDomain } = names;
  const service = [data, `${data}.${namespace}`, `${data}.${namespace}.svc`, `${data}.${namespace}.svc.${settings.clusterDomain}`];
  return [`*.${headlessDomain}`, ...service, 'localhost'];
}

/** What a certificate of the user's must be for: the nodes, and the Service in the binding. */
export function requiredNames({ names, settings, cluster }: Named & Pick<Observed, 'cluster'>): readonly string[] {
  const members = Array.from({ length: cluster.spec.replicas }, (_, ordinal) => hostOf(names, `${names.data}-${ordinal}`));
  return [...members, `${names.data}.${names.namespace}.svc.${settings.clusterDomain}`];
}
