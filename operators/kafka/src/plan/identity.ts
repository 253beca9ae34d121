import { dataIdentity, foreignVolumes as foreignClaims } from '@dataservices/members';
import type { Observed } from '../observed.ts';

/** The identity of this cluster's data, which is Kafka's own cluster id. */
export function clusterIdOf({ cluster, claims, objects, names, fresh }: Observed): string {
  const set = objects.get(`StatefulSet/${names.controller}`) ?? objects.get(`StatefulSet/${names.data}`);
  const all = [...claims.controller, ...claims.broker];
  return dataIdentity({ recorded: cluster.status.clusterId, claims: all, set, fresh: fresh.clusterId });
}

/** One sentence where the volumes under this cluster's name are not all of one cluster, or not of this one. */
export function foreignVolumes(observed: Observed): string | undefined {
  const { claims } = observed;
  return foreignClaims([...claims.controller, ...claims.broker], clusterIdOf(observed));
}
