import type { ClaimView } from '../claim-view.ts';
import type { Member } from '../member.ts';
import type { PodView } from '../pod-view.ts';

export const set = 'cart-redis';

export function aPod(ordinal: number, changes: Partial<PodView> = {}): PodView {
  const name = `${set}-${ordinal}`;
  return {
    name,
    uid: `pod-${ordinal}`,
    isReady: true,
    isTerminating: false,
    isNodeLost: false,
    isServerRunning: true,
    podHash: 'new',
    ...changes,
  };
}

export function aClaim(ordinal: number, changes: Partial<ClaimView> = {}): ClaimView {
  const name = `data-${set}-${ordinal}`;
  return {
    name,
    uid: `claim-${ordinal}`,
    ordinal,
    isBound: true,
    isTerminating: false,
    isRetired: false,
    request: '1Gi',
    capacity: '1Gi',
    ...changes,
  };
}

export function aMember(
  ordinal: number,
  pod: Partial<PodView> = {},
  claim: Partial<ClaimView> = {},
): Member & { pod: PodView; claim: ClaimView } {
  return { name: `${set}-${ordinal}`, ordinal, pod: aPod(ordinal, pod), claim: aClaim(ordinal, claim) };
}
