import { fairShares } from './fair-shares.ts';
import { levelOut } from './level-out.ts';
import type { Node, Placement, Slot } from './placement.ts';
import { TopicCounts } from './topic-counts.ts';

/** all: whatever is held. arriving: only replicas that are on their way anyway, which may as well go elsewhere. */
export type Movable = 'all' | 'arriving';

/**
 * Evens out how many replicas the brokers have, never at the price of a rack. What is on its way anyway goes first; then one of the topic of which the broker has
 * most beside the other, and of that topic the smallest: a broker that has joined gets its share of each topic, and not everything that is small.
 */
export function levelReplicas(placement: Placement, shareOf: (node: Node) => number, movable: Movable): void {
  const { nodes } = placement;
  const at = (index: number): Node => nodes[index] as Node;
  const counts = new TopicCounts(nodes);
  for (const [index, { slots }] of nodes.entries()) for (const slot of slots) counts.add(index, slot, 1);
  const smallestFirst = movable === 'all' ? nodes.map(byTopicSmallestFirst) : [];

  function* slotsOf(node: number, target?: number): Generator<Slot> {
    const { slots, arriving } = at(node);
    yield* arriving;
    const byTopic = smallestFirst[node];
    if (byTopic === undefined) return;
    for (const topic of counts.order(node, target))
      for (const slot of byTopic.get(topic) ?? []) if (slots.has(slot) && !arriving.has(slot)) yield slot;
  }

  levelOut<Slot>({
    nodes: nodes.length,
    deviation: (node) => at(node).slots.size - shareOf(at(node)),
    slotsOf,
    canGo: (slot, source, target) => !at(target).slots.has(slot) && placement.keepsRacks(slot, at(source), at(target)),
    move(slot, source, target) {
      placement.replace(slot, slot.to.indexOf(at(source).id), at(target));
      counts.add(source, slot, -1);
      counts.add(target, slot, 1);
    },
  });
}

function byTopicSmallestFirst({ slots }: Node): ReadonlyMap<string, readonly Slot[]> {
  const byTopic = Map.groupBy(slots, ({ topic }) => topic);
  for (const ofTopic of byTopic.values()) ofTopic.sort((one, other) => one.bytes - other.bytes);
  return byTopic;
}

/** What each node would have of all replicas that are, or will be, on brokers that stay. No broker holds a partition twice. */
export function replicaShares({ nodes, slots, leaving, node }: Placement): (node: Node) => number {
  const total = slots.reduce((sum, { to }) => sum + to.filter((id) => leaving.has(id) || node(id) !== undefined).length, 0);
  const shares = fairShares(
    total,
    nodes.map(({ weight }) => ({ weight, most: slots.length })),
  );
  const shareOf = new Map(nodes.map((one, index) => [one, shares[index] ?? 0]));
  return (one) => shareOf.get(one) ?? 0;
}
