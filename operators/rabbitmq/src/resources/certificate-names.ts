import { hostOf } from '../names.ts';
import type { Observed } from '../observed.ts';

type Named = Pick<Observed, 'names' | 'settings' | 'cluster'>;

/** Another certificate is made when nodes have passed this many, and not for each of them. */
const room = 8;

/**
 * What the cluster's own certificate is for: every node by its name, whatever their number, and the Service by each of its names; and
 * localhost, for those who forward a port to themselves. Members of streams reach each other by the short names of their pods, for which
 * Erlang takes no wildcard.
 */
export function certificateNames({ names, settings, cluster }: Named): readonly string[] {
  const { data, namespace, headlessDomain } = names;
  const service = [data, `${data}.${namespace}`, `${data}.${namespace}.svc`, `${data}.${namespace}.svc.${settings.clusterDomain}`];
  const pods = podNames(data, Math.max(1, Math.ceil(cluster.spec.replicas / room)) * room);
  return [`*.${headlessDomain}`, ...service, ...pods, 'localhost'];
}

/** What a certificate of the user's must be for: the nodes, by both of their names, and the Service in the binding. */
export function requiredNames({ names, settings, cluster }: Named): readonly string[] {
  const pods = podNames(names.data, cluster.spec.replicas);
  return [...pods.map((pod) => hostOf(names, pod)), ...pods, `${names.data}.${names.namespace}.svc.${settings.clusterDomain}`];
}

function podNames(set: string, count: number): readonly string[] {
  return Array.from({ length: count }, (_, ordinal) => `${set}-${ordinal}`);
}
