import type { Node, Placement, Slot } from './placement.ts';

/**
 * Gives every replica on a broker that leaves to another broker, and moves nothing else. The biggest partitions choose first. Racks in which
 * the partition has no replica come before those in which it has one; then the broker that is furthest below its share.
 */
export function drain(placement: Placement, shareOf: (node: Node) => number): void {
  const leaves = (id: number) => placement.leaving.has(id);
  const biggestFirst = placement.slots.filter(({ to }) => to.some(leaves)).sort((one, other) => other.bytes - one.bytes);
  for (const slot of biggestFirst) {
    for (const [position, id] of slot.to.entries()) {
      if (!leaves(id)) continue;
      const target = bestTarget(placement, slot, position, shareOf);
      if (target !== undefined) placement.replace(slot, position, target);
    }
  }
}

function bestTarget(placement: Placement, slot: Slot, position: number, shareOf: (node: Node) => number): Node | undefined {
  const rank = (node: Node) => [
    placement.isRackUsed(slot, position, node.rack) ? 1 : 0,
    node.slots.size - shareOf(node),
    node.bytes / node.weight,
  ];
  let best: { readonly node: Node; readonly rank: readonly number[] } | undefined;
  for (const node of placement.nodes) {
    if (node.slots.has(slot)) continue;
    const own = rank(node);
    if (best === undefined || isBefore(own, best.rank)) best = { node, rank: own };
  }
  return best?.node;
}

function isBefore(one: readonly number[], other: readonly number[]): boolean {
  const at = one.findIndex((value, index) => value !== other[index]);
  return at >= 0 && (one[at] ?? 0) < (other[at] ?? 0);
}
