import { annotationKeys } from '@dataservices/plan';
import type { Observed } from '../observed.ts';

type WithTemplates = {
  readonly spec?: { readonly template?: { readonly metadata?: { readonly annotations?: Readonly<Record<string, string>> } } };
};

/**
 * The identity of the cluster's data: the recorded one, else that of the volumes that are there, else that which the StatefulSet
 * was made with, else a new one. Never the object's uid: a cluster that is created again adopts its volumes.
 */
export function clusterIdOf({ cluster, claims, objects, names, freshClusterId }: Observed): string {
  const recorded = cluster.status?.clusterId;
  if (recorded !== undefined) return recorded;
  const claimed = claims.find(({ clusterId }) => clusterId !== undefined)?.clusterId;
  if (claimed !== undefined) return claimed;
  const set = objects.get(`StatefulSet/${names.data}`) as WithTemplates | undefined;
  return set?.spec?.template?.metadata?.annotations?.[annotationKeys.clusterId] ?? freshClusterId;
}

/** One sentence where the volumes under this cluster's name are not all of one cluster, or not of this one. */
export function foreignVolumes(observed: Observed): string | undefined {
  const expected = clusterIdOf(observed);
  const foreign = observed.claims.filter(({ clusterId }) => clusterId !== undefined && clusterId !== expected).map(({ name }) => name);
  const refusing = observed.members
    .filter(({ server }) => server.state === 'lobby' && server.content === 'foreign')
    .map(({ name }) => name);
  if (foreign.length + refusing.length === 0) return undefined;
  const what = foreign.length > 0 ? `volumes ${foreign.join(', ')}` : `the data on the volumes of ${refusing.join(', ')}`;
  return `${what} belong to another cluster; delete those volume claims if their data is not needed, or give this cluster another name`;
}
