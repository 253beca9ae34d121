import { stallOfNetworkPolicy } from '@dataservices/members';
import type { DataMember, Observed } from '../observed.ts';
import { foreignVolumes } from './identity.ts';
import { undecidedReason } from './requested-copy.ts';

export type Stall = { readonly reason: string; readonly message: string };

/** Why nothing more can be done without a person, if so. What runs is left running. */
export function stalledReason(observed: Observed): Stall | undefined {
  const foreign = foreignVolumes(observed);
  if (foreign !== undefined) return { reason: 'ForeignVolumes', message: foreign };
  if (observed.secrets.problem !== undefined) return { reason: 'InvalidSecret', message: observed.secrets.problem };
  return lostData(observed) ?? stallOfNetworkPolicy(observed);
}

/** An identity was recorded, every member has been looked at, and none holds the data any more. */
function lostData(observed: Observed): Stall | undefined {
  const { cluster, sentinels } = observed;
  const { replicas, storage } = cluster.spec;
  if (cluster.status.clusterId === undefined || storage.ephemeral || replicas === 0) return undefined;
  const present = observed.members.filter(({ pod, ordinal }) => pod !== undefined || ordinal < replicas);
  if (!present.every(hasNothing) || sentinels.every(({ view }) => view.state === 'unreachable')) return undefined;
  const kept = observed.members.filter(({ ordinal, claim }) => ordinal >= replicas && claim?.isBound === true && !claim.isTerminating);
  return { reason: undecidedReason, message: kept.length === 0 ? nothingLeft : describeKept(kept) };
}

/** In the lobby without data, or a replica that has never been in step since it started with an empty volume. */
function hasNothing({ server }: DataMember): boolean {
  if (server.state === 'lobby') return server.content === 'empty' || server.content === 'partial';
  return server.state === 'serving' && server.role === 'replica' && !server.isElectable && !server.isLinkUp;
}

const nothingLeft =
  'every volume of this cluster is empty although it held data: restore a volume, or delete this object and create it again to start empty';

/** What they hold is of the time when their members left: whether that is better than nothing is not for the operator to say. */
function describeKept(kept: readonly DataMember[]): string {
  const names = kept.map(({ claim }) => claim?.name).join(', ');
  const wanted = Math.max(...kept.map(({ ordinal }) => ordinal)) + 1;
  return `no member has the data any more; ${names} of members that have left may still hold it, as it was then: set spec.replicas to ${wanted} to go on with that, or restore a volume`;
}
