import { dataIdentity, foreignVolumes as foreignClaims } from '@dataservices/members';
import type { Observed } from '../observed.ts';

/** The identity of this cluster's data. */
export function clusterIdOf({ cluster, claims, objects, names, fresh }: Observed): string {
  const set = objects.get(`StatefulSet/${names.data}`);
  return dataIdentity({ recorded: cluster.status.clusterId, claims, set, fresh });
}

/** One sentence where the volumes under this cluster's name are not all of one cluster, or not of this one. */
export function foreignVolumes(observed: Observed): string | undefined {
  return foreignClaims(observed.claims, clusterIdOf(observed));
}
