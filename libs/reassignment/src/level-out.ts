/** Something of which every node has some, and that can go from one node to another, carried by slots. */
export type Levelling<S> = {
  readonly nodes: number;
  /** How far the node is above its share; below 0 where it is under it. */
  readonly deviation: (node: number) => number;
  /** In the order in which they should go: to the target, or to whoever is on the way to one. */
  readonly slotsOf: (node: number, target?: number) => Iterable<S>;
  readonly canGo: (slot: S, source: number, target: number) => boolean;
  readonly move: (slot: S, source: number, target: number) => void;
};

type Step<S> = { readonly slot: S; readonly source: number; readonly target: number };

/**
 * Takes from the node that is furthest above its share and gives to those under theirs, until no two that can reach each other are
 * more than one apart. Where nothing goes from one to the other directly, it goes by way of further nodes (shortest augmenting paths).
 * Every round lowers the sum of the squared deviations, so it ends.
 */
export function levelOut<S>(levelling: Levelling<S>): void {
  const stuck = new Set<number>();
  const blocked = new Set<number>();
  let hasMoved = false;
  for (;;) {
    const source = highest(levelling, stuck);
    if (source === undefined) {
      if (!hasMoved || stuck.size === 0) return;
      // What was moved since may have opened a way for them.
      stuck.clear();
      blocked.clear();
      hasMoved = false;
      continue;
    }
    const path = directStep(levelling, source, blocked) ?? longerPath(levelling, source);
    if (path === undefined) stuck.add(source);
    else {
      for (const { slot, source: from, target } of path) levelling.move(slot, from, target);
      hasMoved = true;
    }
  }
}

/** A node from which something should go, the one with the most first. */
function highest<S>({ nodes, deviation }: Levelling<S>, stuck: ReadonlySet<number>): number | undefined {
  let lowest = Number.POSITIVE_INFINITY;
  let best: number | undefined;
  for (let node = 0; node < nodes; node += 1) {
    lowest = Math.min(lowest, deviation(node));
    if (!stuck.has(node) && (best === undefined || deviation(node) > deviation(best))) best = node;
  }
  return best !== undefined && isApart(deviation(best), lowest) ? best : undefined;
}

/** Tolerates what fractions of shares lose in binary. */
function isApart(above: number, below: number): boolean {
  return above - below > 1 + 1e-9;
}

function targetsOf<S>({ nodes, deviation }: Levelling<S>, source: number): readonly number[] {
  const all = Array.from({ length: nodes }, (_, node) => node);
  return all.filter((node) => isApart(deviation(source), deviation(node))).sort((one, other) => deviation(one) - deviation(other));
}

/** @param blocked pairs that had nothing to go directly from the one to the other, not to be looked at again in this round */
function directStep<S>(levelling: Levelling<S>, source: number, blocked: Set<number>): readonly Step<S>[] | undefined {
  for (const target of targetsOf(levelling, source)) {
    const pair = source * levelling.nodes + target;
    if (blocked.has(pair)) continue;
    for (const slot of levelling.slotsOf(source, target)) if (levelling.canGo(slot, source, target)) return [{ slot, source, target }];
    blocked.add(pair);
  }
  return undefined;
}

/** Breadth first. No slot twice in a path: its second step might not be possible after its first. */
function longerPath<S>(levelling: Levelling<S>, source: number): readonly Step<S>[] | undefined {
  const goals = new Set(targetsOf(levelling, source));
  const paths = new Map<number, readonly Step<S>[]>([[source, []]]);
  for (const [node, path] of paths) {
    const used = new Set(path.map(({ slot }) => slot));
    for (const slot of levelling.slotsOf(node)) {
      if (paths.size === levelling.nodes) break;
      if (used.has(slot)) continue;
      for (let target = 0; target < levelling.nodes; target += 1) {
        if (paths.has(target) || !levelling.canGo(slot, node, target)) continue;
        const longer = [...path, { slot, source: node, target }];
        if (goals.has(target)) return longer;
        paths.set(target, longer);
      }
    }
  }
  return undefined;
}
