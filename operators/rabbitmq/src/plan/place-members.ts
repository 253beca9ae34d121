import type { RabbitmqAction } from '../action.ts';
import type { QueueView } from '../client/port.ts';
import { clusterOf, spokesman } from './cluster.ts';
import { isHealthy, stayingMembers } from './health.ts';
import type { RabbitmqRule } from './rule.ts';

export const placeMembersRule = 'PlaceMembers';

/** Enough to be done within seconds; what is left comes in the next pass. */
const mostAtOnce = 20;

/**
 * Precondition: every node that stays does its part, and a quorum queue whose members all run has fewer of them on those nodes than it
 * is to have.
 * Effect: such queues get one member more each, on the nodes that have the fewest.
 *
 * Prevents: a node that has joined and holds nothing; a queue that goes on with two members, or one, after a node was lost or before one
 * leaves.
 */
export const placeMembers: RabbitmqRule = (observed) => {
  const cluster = clusterOf(observed);
  if (cluster === undefined || observed.queues === undefined) return undefined;
  const staying = stayingMembers(observed, cluster);
  const speaker = spokesman(cluster);
  if (speaker === undefined || staying.length === 0 || staying.some((member) => !isHealthy(observed, member))) return undefined;
  const nodes = staying.map(({ node }) => node);
  const placed = additions(observed.queues, nodes, observed.cluster.spec.clustering.quorumQueueGroupSize);
  if (placed.length === 0) return undefined;
  const actions = placed.map(
    ({ queue, node }): RabbitmqAction => ({ kind: 'add-replica', pod: speaker.name, vhost: queue.vhost, queue: queue.name, node }),
  );
  const [first] = placed;
  const others = placed.length > 1 ? ` and ${placed.length - 1} more` : '';
  return { rule: placeMembersRule, reason: `quorum queues get members: ${first?.queue.name}${others}`, actions, requeueAfterMs: 500 };
};

type Addition = { readonly queue: QueueView; readonly node: string };

function additions(queues: readonly QueueView[], nodes: readonly string[], groupSize: number): readonly Addition[] {
  const load = new Map(
    nodes.map((node) => [node, queues.filter(({ type, members }) => type === 'quorum' && members.includes(node)).length]),
  );
  const placed: Addition[] = [];
  for (const queue of queues) {
    if (placed.length === mostAtOnce) break;
    if (!lacksMembers(queue, nodes, groupSize)) continue;
    const [node] = nodes.filter((one) => !queue.members.includes(one)).toSorted((a, b) => (load.get(a) ?? 0) - (load.get(b) ?? 0));
    if (node === undefined) continue;
    load.set(node, (load.get(node) ?? 0) + 1);
    placed.push({ queue, node });
  }
  return placed;
}

/** One of whose members some are away is left as it is: a change of its members needs most of them. */
function lacksMembers({ type, members, online, askedSize }: QueueView, nodes: readonly string[], groupSize: number): boolean {
  if (type !== 'quorum' || members.length === 0 || members.some((node) => !online.includes(node))) return false;
  const wanted = Math.min(askedSize ?? groupSize, nodes.length);
  return members.filter((node) => nodes.includes(node)).length < wanted;
}
