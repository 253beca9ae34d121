import type { RabbitmqClusterStatus } from '@dataservices/api';
import type { QueueView } from '../client/port.ts';
import { nodeOf } from '../names.ts';
import type { Observed } from '../observed.ts';
import { clusterOf, isNodeOf } from './cluster.ts';
import { isWhole, wantedMembers } from './health.ts';

/** A quorum queue that is to have its member on another node. Both nodes by their pods. */
export type MemberMove = NonNullable<RabbitmqClusterStatus['memberMoves']>[number];

/** Each copies all that its queue holds. */
const mostAtOnce = 10;

export type OpenMove = { readonly move: MemberMove; readonly queue: QueueView; readonly hasArrived: boolean };

/**
 * Those that were written down and are not done yet, with their queues. One of which a node is to leave is not gone on with: that node's
 * members go with it.
 */
export function openMoves(observed: Observed): readonly OpenMove[] {
  const { cluster, queues = [], names } = observed;
  const isWanted = cluster.spec.clustering.balanceMembers === 'Enabled';
  const staying = wantedMembers(observed).map(({ name }) => name);
  return (cluster.status.memberMoves ?? []).flatMap((move) => {
    const queue = queues.find(({ type, vhost, name }) => type === 'quorum' && vhost === move.vhost && name === move.queue);
    const [isThere, hasArrived] = [move.from, move.to].map((pod) => queue?.members.includes(nodeOf(names, pod)) === true);
    const isOpen = isThere && (isWanted || hasArrived) && staying.includes(move.from) && staying.includes(move.to);
    return queue !== undefined && isOpen ? [{ move, queue, hasArrived: hasArrived === true }] : [];
  });
}

/** What the status is to hold of moves. While nobody knows of queues, and while the cluster is stopped, what it holds already. */
export function recordedMoves(observed: Observed, isRecording: boolean): readonly MemberMove[] {
  const { spec, status } = observed.cluster;
  if (observed.queues === undefined || spec.replicas === 0) return status.memberMoves ?? [];
  const open = openMoves(observed).map(({ move }) => move);
  return isRecording && open.length === 0 ? nextMoves(observed) : open;
}

/** Over how many nodes members were evened out by now, for the status; undefined while that was never looked at. */
export function membersOver(observed: Observed): number | undefined {
  const { spec, status } = observed.cluster;
  const before = status.formation?.membersOver;
  if (spec.replicas === 0 || !isWhole(observed) || openMoves(observed).length > 0) return before;
  if (before === undefined || before >= spec.replicas) return spec.replicas;
  const isEven = spec.clustering.balanceMembers === 'Enabled' && nextMoves(observed).length === 0;
  return isEven ? spec.replicas : before;
}

/** Whether a node has joined since members were evened out last. */
export function hasMembersToBalance({ spec, status }: Observed['cluster']): boolean {
  const over = status.formation?.membersOver;
  return spec.clustering.balanceMembers === 'Enabled' && over !== undefined && over < spec.replicas;
}

/**
 * What brings the nodes nearer to as many members each, one queue at most once: from the node with most to the one with fewest, until they
 * differ by no more than one. A member that follows goes before one that leads, whose queue has to elect another.
 */
export function nextMoves(observed: Observed): readonly MemberMove[] {
  const cluster = clusterOf(observed);
  if (cluster === undefined) return [];
  const nodes = wantedMembers(observed).filter((member) => isNodeOf(cluster, member));
  const queues = (observed.queues ?? []).filter(({ type }) => type === 'quorum');
  const load = new Map(nodes.map(({ node }) => [node, queues.filter(({ members }) => members.includes(node)).length]));
  const loadOf = ({ node }: { readonly node: string }) => load.get(node) ?? 0;
  const left = new Set(queues);
  const moves: MemberMove[] = [];
  while (moves.length < mostAtOnce) {
    const [to, ...others] = nodes.toSorted((a, b) => loadOf(a) - loadOf(b));
    const from = others.at(-1);
    if (to === undefined || from === undefined || loadOf(from) - loadOf(to) <= 1) break;
    const candidates = [...left].filter(({ members }) => members.includes(from.node) && !members.includes(to.node));
    const queue = candidates.find(({ node }) => node !== from.node) ?? candidates[0];
    if (queue === undefined) break;
    left.delete(queue);
    load.set(from.node, loadOf(from) - 1);
    load.set(to.node, loadOf(to) + 1);
    moves.push({ vhost: queue.vhost, queue: queue.name, from: from.name, to: to.name });
  }
  return moves;
}
