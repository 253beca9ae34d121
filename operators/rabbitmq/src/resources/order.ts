/** Annotation of a pod, which its container sees as a file that follows it within a second or two. */
export const orderAnnotation = 'dataservices.dev/order';

/**
 * What a node is to do if its volume holds nothing: an order that an old copy of it, or one that came late, cannot turn into a
 * disaster, because a volume that belongs to a node of the cluster is never touched by it.
 */
export function foundingOrder(clusterId: string): string {
  return `found ${clusterId} -\n`;
}

export type JoinInput = {
  readonly clusterId: string;
  /** What the volume was marked with when its node left: its content is set aside, once for each mark. */
  readonly mark?: string | undefined;
  /** Nodes of the cluster that run, of which one is to be joined. */
  readonly peers: readonly string[];
};

export function joinOrder({ clusterId, mark = '-', peers }: JoinInput): string {
  return [`join ${clusterId} ${mark}`, ...peers, ''].join('\n');
}

export function isFoundingOrder(order: string): boolean {
  return order.startsWith('found ');
}
