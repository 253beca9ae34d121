import { type Membership, serverLine } from '../membership.ts';

/** Annotation of a pod, which its container sees as a file that follows it within a second or two. */
export const orderAnnotation = 'dataservices.dev/order';

/**
 * What a member is to do if its volume holds nothing: an order that an old copy of it, or one that came late, cannot turn into a
 * disaster, because a volume that belongs to a member of the ensemble is never touched by it.
 */
export function foundingOrder(clusterId: string): string {
  return `found ${clusterId} -\n`;
}

export type JoinInput = {
  readonly clusterId: string;
  /** What the volume was marked with when its member left: its content is set aside, once for each mark. */
  readonly mark: string | undefined;
  /** Whom to join. */
  readonly membership: Membership;
  /** See `clientAddress`. */
  readonly address: string;
};

export function joinOrder({ clusterId, mark = '-', membership, address }: JoinInput): string {
  return [`join ${clusterId} ${mark}`, ...membership.members.map((member) => serverLine(member, address)), ''].join('\n');
}

export function isFoundingOrder(order: string): boolean {
  return order.startsWith('found ');
}
