import type { Lineage } from '../client/port.ts';
import type { DataMember } from '../observed.ts';
import { continues } from './continues.ts';

export type Choice =
  | { readonly kind: 'chosen'; readonly member: DataMember }
  | { readonly kind: 'none' }
  /** What there is, members had left behind: what was written since is not in it, and whether that is lost, a person decides. */
  | { readonly kind: 'retired'; readonly members: readonly DataMember[] }
  /** Several histories, none of which continues the other: choosing would discard acknowledged writes, so a person decides. */
  | { readonly kind: 'ambiguous'; readonly members: readonly DataMember[] };

/**
 * The member whose data set should live on when nobody leads.
 *
 * A history that another one continues is superseded. Of what is left the last known leader wins; then, within one history, the only
 * one that was a master (it holds everything that its replicas hold), or the highest replication offset. That somebody was a master
 * once proves nothing by itself: it may have been away while another led. What is on the volume of a member that had left is of the past, however
 * far its offset goes.
 */
export function bestCopy(members: readonly DataMember[], lastLeader: string | undefined): Choice {
  const all = members.filter(holdsData);
  const holders = all.filter(({ claim }) => claim?.isRetired !== true);
  if (holders.length === 0 && all.length > 0) return { kind: 'retired', members: all };
  const current = holders.filter((member) => !holders.some((other) => continues(lineageOf(other), lineageOf(member))));
  const masters = current.filter(wasMaster);
  const leader = masters.find(({ name }) => name === lastLeader);
  if (leader !== undefined) return { kind: 'chosen', member: leader };
  const [first, ...rest] = current;
  if (first === undefined) return { kind: 'none' };
  if (rest.some((member) => lineageOf(member)?.replid !== lineageOf(first)?.replid)) return { kind: 'ambiguous', members: current };
  const [master, second] = masters;
  if (master !== undefined && second === undefined) return { kind: 'chosen', member: master };
  return { kind: 'chosen', member: rest.reduce((best, member) => (offsetOf(member) > offsetOf(best) ? member : best), first) };
}

export function holdsData({ server }: DataMember): boolean {
  if (server.state === 'lobby') return server.content === 'held';
  return server.state === 'serving' && server.isElectable && !server.isSyncing && !server.isLoading;
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
