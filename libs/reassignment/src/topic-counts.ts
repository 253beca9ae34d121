import type { Node, Slot } from './placement.ts';

/** Something of which every node has some of each topic, such as replicas. */
export class TopicCounts {
  readonly #nodes: readonly Node[];
  readonly #counts: readonly Map<string, number>[];

  /** @param nodes in the order by which they are called by their index */
  constructor(nodes: readonly Node[]) {
    this.#nodes = nodes;
    this.#counts = nodes.map(() => new Map());
  }

  add(node: number, { topic }: Slot, change: 1 | -1): void {
    this.#counts[node]?.set(topic, this.#of(node, topic) + change);
  }

  /**
   * Topics that the source has some of, that first of which it has most beside the target, by their weights: from there one should go, so that not
   * one topic alone moves. Without a target that of which it has most.
   */
  order(source: number, target: number | undefined): readonly string[] {
    const excess = (topic: string) => this.#weighted(source, topic) - (target === undefined ? 0 : this.#weighted(target, topic));
    const topics = [...(this.#counts[source] ?? [])].filter(([, count]) => count > 0).map(([topic]) => ({ topic, excess: excess(topic) }));
    return topics.sort((one, other) => other.excess - one.excess || (one.topic < other.topic ? -1 : 1)).map(({ topic }) => topic);
  }

  #weighted(node: number, topic: string): number {
    return this.#of(node, topic) / (this.#nodes[node]?.weight ?? 1);
  }

  #of(node: number, topic: string): number {
    return this.#counts[node]?.get(topic) ?? 0;
  }
}
