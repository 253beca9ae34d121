import { fairShares } from './fair-shares.ts';
import { levelOut } from './level-out.ts';
import type { Node, Placement, Slot } from './placement.ts';

/** all: whatever copies least. arriving: only replicas that are on their way anyway, which may as well go elsewhere. */
export type Movable = 'all' | 'arriving';

/**
 * Evens out how many replicas the brokers have, never at the price of a rack. Of what could go, that which copies least goes first: replicas
 * that are on their way anyway, then the smallest.
 */
export function levelReplicas(placement: Placement, shareOf: (node: Node) => number, movable: Movable): void {
  const { nodes } = placement;
  const smallestFirst = movable === 'all' ? nodes.map(({ slots }) => [...slots].sort((one, other) => one.bytes - other.bytes)) : [];
  const at = (index: number): Node => nodes[index] as Node;
  levelOut<Slot>({
    nodes: nodes.length,
    deviation: (node) => at(node).slots.size - shareOf(at(node)),
    slotsOf: (node) => cheapestFirst(at(node), smallestFirst[node] ?? []),
    canGo: (slot, source, target) => !at(target).slots.has(slot) && placement.keepsRacks(slot, at(source), at(target)),
    move: (slot, source, target) => placement.replace(slot, slot.to.indexOf(at(source).id), at(target)),
  });
}

function* cheapestFirst({ slots, arriving }: Node, smallestFirst: readonly Slot[]): Generator<Slot> {
  yield* arriving;
  for (const slot of smallestFirst) if (slots.has(slot) && !arriving.has(slot)) yield slot;
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
