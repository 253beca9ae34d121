import { dataIdentity, describeForeign, foreignVolumes as foreignClaims } from '@dataservices/members';
import type { Observed } from '../observed.ts';

/**
 * The identity of this cluster's data. The sentinels' StatefulSet carries it too, and is made first: an operator that died right after that and
 * chose another identity would restart the sentinels.
 */
export function clusterIdOf({ cluster, claims, objects, names, freshClusterId }: Observed): string {
  const set = objects.get(`StatefulSet/${names.data}`) ?? objects.get(`StatefulSet/${names.sentinel}`);
  return dataIdentity({ recorded: cluster.status.clusterId, claims, set, fresh: freshClusterId });
}

/** One sentence where the volumes under this cluster's name are not all of one cluster, or not of this one. */
export function foreignVolumes(observed: Observed): string | undefined {
  const foreign = foreignClaims(observed.claims, clusterIdOf(observed));
  if (foreign !== undefined) return foreign;
  const refusing = observed.members.filter(({ server }) => server.state === 'lobby' && server.content === 'foreign');
  return refusing.length === 0 ? undefined : describeForeign(`the data on the volumes of ${refusing.map(({ name }) => name).join(', ')}`);
}
