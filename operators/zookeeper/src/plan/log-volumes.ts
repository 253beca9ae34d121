import { type Member, membersOf } from '@dataservices/members';
import type { Observed } from '../observed.ts';

/** The members once more, each with the volume of its transaction log in the place of that of its data. */
export function withLogVolumes({ members, logClaims, names, cluster }: Observed): readonly Member[] {
  const pods = members.flatMap(({ pod }) => pod ?? []);
  return membersOf({ set: names.data, replicas: cluster.spec.replicas, pods, claims: logClaims });
}

/**
 * Why the volumes that were kept are not those that `spec.logStorage` speaks of, if so: what was acknowledged last is in the log alone.
 *
 * Prevents: an ensemble that is taken up again without its logs, and so without its last writes; and empty volumes for logs that are
 * somewhere else.
 */
export function logVolumesProblem({ cluster, claims, logClaims, objects, names }: Observed): string | undefined {
  const listed = (all: readonly { readonly name: string }[]) => all.map(({ name }) => name).join(', ');
  if (cluster.spec.logStorage === undefined) {
    if (logClaims.length === 0) return undefined;
    return `${listed(logClaims)} hold the transaction log of this ensemble, and spec.logStorage is missing: delete this object, and create it again with spec.logStorage`;
  }
  const isNew = !objects.has(`StatefulSet/${names.data}`);
  if (!isNew || claims.length === 0 || logClaims.length > 0) return undefined;
  return `${listed(claims)} are there, and no volume of a transaction log: if their ensemble had none, delete this object and create it again without spec.logStorage; else restore the volumes log-${names.data}-0 and so on first`;
}
