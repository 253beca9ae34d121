import { fairShares } from './fair-shares.ts';
import { levelOut } from './level-out.ts';
import type { Node, Placement, Slot } from './placement.ts';

/** Evens out how many partitions the brokers are the preferred leader of, by the order of replicas alone: no data moves. */
export function levelLeaders(placement: Placement, mayReorder: (slot: Slot) => boolean): void {
  const { nodes, slots } = placement;
  const at = (index: number): Node => nodes[index] as Node;
  const indexOf = new Map(nodes.map((node, index) => [node.id, index]));
  const counts = nodes.map(() => 0);
  const movable = nodes.map(() => new Set<Slot>());
  for (const slot of slots) {
    const leader = indexOf.get(slot.to[0] ?? -1);
    if (leader === undefined) continue;
    counts[leader] = (counts[leader] ?? 0) + 1;
    if (mayReorder(slot)) movable[leader]?.add(slot);
  }
  const total = counts.reduce((sum, count) => sum + count, 0);
  const shares = fairShares(
    total,
    nodes.map(({ weight, slots: held }) => ({ weight, most: held.size })),
  );
  levelOut<Slot>({
    nodes: nodes.length,
    deviation: (node) => (counts[node] ?? 0) - (shares[node] ?? 0),
    // What moves anyway is one partition less to touch.
    slotsOf: (node) => movingFirst(movable[node] ?? new Set()),
    canGo: (slot, source, target) => source !== target && at(target).slots.has(slot),
    move: (slot, source, target) => {
      placement.lead(slot, at(target).id);
      counts[source] = (counts[source] ?? 0) - 1;
      counts[target] = (counts[target] ?? 0) + 1;
      movable[source]?.delete(slot);
      movable[target]?.add(slot);
    },
  });
}

function* movingFirst(slots: ReadonlySet<Slot>): Generator<Slot> {
  for (const slot of slots) if (isMoving(slot)) yield slot;
  for (const slot of slots) if (!isMoving(slot)) yield slot;
}

function isMoving({ from, to }: Slot): boolean {
  return from.some((id, at) => to[at] !== id);
}
