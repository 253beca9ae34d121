import { dataIdentity, foreignVolumes as foreignClaims } from '@dataservices/members';
import type { Observed } from '../observed.ts';

/** The identity of this cluster's data. */
export function clusterIdOf({ cluster, claims, logClaims, objects, names, freshClusterId }: Observed): string {
  const set = objects.get(`StatefulSet/${names.data}`);
  return dataIdentity({ recorded: cluster.status.clusterId, claims: [...claims, ...logClaims], set, fresh: freshClusterId });
}

/** One sentence where the volumes under this cluster's name are not all of one cluster, or not of this one. */
export function foreignVolumes(observed: Observed): string | undefined {
  return foreignClaims([...observed.claims, ...observed.logClaims], clusterIdOf(observed));
}
