import { fairShares } from './fair-shares.ts';
import { levelOut } from './level-out.ts';
import type { Node, Placement, Slot } from './placement.ts';
import { TopicCounts } from './topic-counts.ts';

/**
 * Evens out how many partitions the brokers are the preferred leader of, by the order of replicas alone: no data moves. Of which topic, as with
 * replicas: of which the broker leads most beside the other.
 */
export function levelLeaders(placement: Placement, mayReorder: (slot: Slot) => boolean): void {
  const { nodes, slots } = placement;
  const at = (index: number): Node => nodes[index] as Node;
  const indexOf = new Map(nodes.map((node, index) => [node.id, index]));
  const counts = nodes.map(() => 0);
  const topics = new TopicCounts(nodes);
  const movable = nodes.map(() => new Map<string, Set<Slot>>());
  const lead = (node: number, slot: Slot) => {
    counts[node] = (counts[node] ?? 0) + 1;
    topics.add(node, slot, 1);
    if (!mayReorder(slot)) return;
    const ofTopic = movable[node]?.get(slot.topic);
    if (ofTopic === undefined) movable[node]?.set(slot.topic, new Set([slot]));
    else ofTopic.add(slot);
  };
  for (const slot of slots) {
    const leader = indexOf.get(slot.to[0] ?? -1);
    if (leader !== undefined) lead(leader, slot);
  }
  const total = counts.reduce((sum, count) => sum + count, 0);
  const shares = fairShares(
    total,
    nodes.map(({ weight, slots: held }) => ({ weight, most: held.size })),
  );
  levelOut<Slot>({
    nodes: nodes.length,
    deviation: (node) => (counts[node] ?? 0) - (shares[node] ?? 0),
    slotsOf: (node, target) => topics.order(node, target).flatMap((topic) => movingFirst(movable[node]?.get(topic) ?? new Set())),
    canGo: (slot, source, target) => source !== target && at(target).slots.has(slot),
    move: (slot, source, target) => {
      placement.lead(slot, at(target).id);
      counts[source] = (counts[source] ?? 0) - 1;
      topics.add(source, slot, -1);
      movable[source]?.get(slot.topic)?.delete(slot);
      lead(target, slot);
    },
  });
}

/** What moves anyway is one partition less to touch. */
function movingFirst(slots: ReadonlySet<Slot>): readonly Slot[] {
  const all = [...slots];
  return [...all.filter(isMoving), ...all.filter((slot) => !isMoving(slot))];
}

function isMoving({ from, to }: Slot): boolean {
  return from.some((id, at) => to[at] !== id);
}
