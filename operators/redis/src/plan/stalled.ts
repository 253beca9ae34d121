import type { Observed } from '../observed.ts';
import { foreignVolumes } from './identity.ts';
import { undecidedReason } from './requested-copy.ts';

export type Stall = { readonly reason: string; readonly message: string };

/** Why nothing more can be done without a person, if so. What runs is left running. */
export function stalledReason(observed: Observed): Stall | undefined {
  const foreign = foreignVolumes(observed);
  if (foreign !== undefined) return { reason: 'ForeignVolumes', message: foreign };
  if (observed.secrets.problem !== undefined) return { reason: 'InvalidSecret', message: observed.secrets.problem };
  return lostData(observed);
}

/** An identity was recorded, every volume has been looked at, and none holds the data any more. */
function lostData({ cluster, members, sentinels }: Observed): Stall | undefined {
  const { replicas, storage } = cluster.spec;
  if (cluster.status.clusterId === undefined || storage.ephemeral || replicas === 0 || members.length === 0) return undefined;
  const isGone = members.every(({ server }) => server.state === 'lobby' && (server.content === 'empty' || server.content === 'partial'));
  if (!isGone || sentinels.every(({ view }) => view.state === 'unreachable')) return undefined;
  return {
    reason: undecidedReason,
    message:
      'every volume of this cluster is empty although it held data: restore a volume, or delete this object and create it again to start empty',
  };
}
