/** Annotation of a controller's pod, which its container sees as a file that follows it within a second or two. */
export const orderAnnotation = 'dataservices.dev/order';

/** Annotation of a broker's pod: where it stands, or `-` where its node does not say. */
export const rackAnnotation = 'dataservices.dev/rack';

/** Annotation of a broker's pod: a line with name and address for each listener of which it announces another address than its own name. */
export const addressesAnnotation = 'dataservices.dev/addresses';

export const noRack = '-';

export type Founder = { readonly host: string; readonly nodeId: number; readonly directoryId: string };

/**
 * What a controller is to do if its volume holds nothing: an order that an old copy of it, or one that came late, cannot turn into a disaster,
 * because a volume that is formatted is never touched by it.
 */
export function foundingOrder(clusterId: string, founders: readonly Founder[], port: number): string {
  const voters = founders.map(({ host, nodeId, directoryId }) => `${nodeId}@${host}:${port}:${directoryId}`);
  return `found ${clusterId} ${voters.join(',')}\n`;
}

/** It listens to the quorum, and votes when the operator has had it added. */
export function joinOrder(clusterId: string): string {
  return `join ${clusterId}\n`;
}

export function isFoundingOrder(order: string): boolean {
  return order.startsWith('found ');
}
