import type { ClaimView } from './claim-view.ts';
import { ordinalOf } from './ordinal.ts';
import type { PodView } from './pod-view.ts';

/** One place in a StatefulSet, and what there is of it. */
export type Member = {
  /** Of its pod, whether there is one or not. */
  readonly name: string;
  readonly ordinal: number;
  readonly pod?: PodView;
  readonly claim?: ClaimView;
};

export type MembersInput = {
  /** Name of the StatefulSet. */
  readonly set: string;
  /** How many are wanted. */
  readonly replicas: number;
  /** Those of other sets are passed over. */
  readonly pods: readonly PodView[];
  readonly claims?: readonly ClaimView[];
};

/** Every member that is wanted, has a pod or has a volume, by ordinal. */
export function membersOf({ set, replicas, pods, claims = [] }: MembersInput): readonly Member[] {
  const podAt = new Map(pods.map((pod) => [ordinalOf(pod.name, set), pod]));
  const claimAt = new Map(claims.map((claim) => [claim.ordinal, claim]));
  const found = [...podAt.keys(), ...claimAt.keys()].filter((ordinal) => ordinal !== undefined);
  const ordinals = [...new Set([...Array(replicas).keys(), ...found])].sort((a, b) => a - b);
  return ordinals.map((ordinal) => {
    const pod = podAt.get(ordinal);
    const claim = claimAt.get(ordinal);
    return { name: `${set}-${ordinal}`, ordinal, ...(pod !== undefined && { pod }), ...(claim !== undefined && { claim }) };
  });
}
