import type { Lineage } from '../client/port.ts';
import type { DataMember } from '../observed.ts';

export type Choice =
  | { readonly kind: 'chosen'; readonly member: DataMember }
  | { readonly kind: 'none' }
  /** Several histories, none of which continues the other: choosing would discard acknowledged writes, so a person decides. */
  | { readonly kind: 'ambiguous'; readonly members: readonly DataMember[] };

/**
 * The member whose data set should live on when nobody leads.
 *
 * A history that another one continues is superseded. Of what is left the last known leader wins, then the only one that was a
 * master (a master holds everything that its replicas hold), then, within one history, the highest replication offset.
 */
export function bestCopy(members: readonly DataMember[], lastLeader: string | undefined): Choice {
  const holders = members.filter(holdsData);
  const current = holders.filter((member) => !holders.some((other) => continues(lineageOf(other), lineageOf(member))));
  const masters = current.filter(wasMaster);
  const known = masters.find(({ name }) => name === lastLeader) ?? (masters.length === 1 ? masters[0] : undefined);
  if (known !== undefined) return { kind: 'chosen', member: known };
  const [first, ...rest] = current;
  if (first === undefined) return { kind: 'none' };
  if (rest.some((member) => lineageOf(member)?.replid !== lineageOf(first)?.replid)) return { kind: 'ambiguous', members: current };
  return { kind: 'chosen', member: rest.reduce((best, member) => (offsetOf(member) > offsetOf(best) ? member : best), first) };
}

export function holdsData({ server }: DataMember): boolean {
  if (server.state === 'lobby') return server.content === 'held';
  // A serving replica that has never finished a synchronisation has no history to name.
  return server.state === 'serving' && !server.isSyncing && !server.isLoading && server.lineage.offset > 0;
}

function wasMaster({ server }: DataMember): boolean {
  return (server.state === 'lobby' && server.lastRole === 'master') || (server.state === 'serving' && server.role === 'master');
}

function lineageOf({ server }: DataMember): Lineage | undefined {
  return server.state === 'unreachable' ? undefined : server.lineage;
}

function offsetOf(member: DataMember): number {
  return lineageOf(member)?.offset ?? 0;
}

function continues(later: Lineage | undefined, earlier: Lineage | undefined): boolean {
  return later?.replid2 !== undefined && later.replid2 === earlier?.replid && later.replid !== earlier.replid;
}
