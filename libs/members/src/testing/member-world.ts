import { parseQuantity } from '@dataservices/plan';
import type { ClaimView } from '../claim-view.ts';
import { type Member, membersOf } from '../member.ts';
import type { MemberAction } from '../member-action.ts';
import type { PodView } from '../pod-view.ts';
import type { RequestRecord } from '../request-record.ts';
import { restartToken } from '../restart-token.ts';
import { aClaim, aPod, set } from './samples.ts';

/** A service of members that copy their data from each other, and what Kubernetes does for it. */
export type MemberWorld = {
  readonly spec: { readonly replicas: number; readonly size: string; readonly whenScaled: 'Delete' | 'Retain' };
  readonly annotations: Readonly<Record<string, string>>;
  readonly records: readonly RequestRecord[];
  readonly pods: readonly PodView[];
  /** `clusterId` stands for data on the volume. */
  readonly claims: readonly ClaimView[];
  /** How many pods and claims were ever made. */
  readonly made: { readonly pods: number; readonly claims: number };
};

export type WorldAction = MemberAction | { readonly kind: 'write-status'; readonly records: readonly RequestRecord[] };

export function startWorld(
  members: number,
  spec: Partial<MemberWorld['spec']>,
  annotations: Readonly<Record<string, string>>,
): MemberWorld {
  const ordinals = [...Array(members).keys()];
  return {
    spec: { replicas: members, size: '1Gi', whenScaled: 'Retain', ...spec },
    annotations,
    records: [],
    pods: ordinals.map((ordinal) => aPod(ordinal, { podHash: 'hash-' })),
    claims: ordinals.map((ordinal) => aClaim(ordinal, { clusterId: 'data', className: 'fast' })),
    made: { pods: 0, claims: 0 },
  };
}

export function membersIn({ pods, claims, spec }: MemberWorld): readonly Member[] {
  return membersOf({ set, replicas: spec.replicas, pods, claims });
}

/** The hash of the template that pods are made from now. */
export function wantedHash({ annotations, records }: MemberWorld): string {
  return `hash-${restartToken(annotations, records) ?? ''}`;
}

export function performInWorld(world: MemberWorld, action: WorldAction): MemberWorld {
  const { pods, claims } = world;
  const change = (uid: string, changes: (claim: ClaimView) => Partial<ClaimView>) => ({
    ...world,
    claims: claims.map((claim) => (claim.uid === uid ? { ...claim, ...changes(claim) } : claim)),
  });
  switch (action.kind) {
    case 'delete-pod':
      return { ...world, pods: pods.map((pod) => (pod.uid === action.uid ? { ...pod, isTerminating: true, isReady: false } : pod)) };
    case 'delete-claim':
      if (pods.some(({ name }) => name === action.pod)) throw new Error(`${action.pod} is there`);
      return { ...world, claims: claims.filter(({ uid }) => uid !== action.uid) };
    case 'condemn-claim':
      return change(action.uid, () => ({ isTerminating: true }));
    case 'resize-claim':
      return change(action.uid, () => ({ request: action.size }));
    case 'annotate-pod':
    case 'disown':
      return world;
    case 'annotate-claim':
      return change(action.uid, () => ({ isRetired: action.annotations['dataservices.dev/retired'] === 'true' }));
    case 'write-status':
      return { ...world, records: action.records };
  }
}

/** One tick: what is ending ends, what is missing is made, what was made starts, copies the data, and grows. */
export function settleWorld(world: MemberWorld): MemberWorld {
  const pods = world.pods.filter(({ isTerminating }) => !isTerminating).map((pod) => settlePod(world, pod));
  const inUse = ({ ordinal }: ClaimView) => world.pods.some(({ name }) => name === `${set}-${ordinal}`);
  const claims = world.claims.filter((claim) => !claim.isTerminating || inUse(claim)).map((claim) => settleClaim(world, claim));
  const next = { ...world, pods, claims };
  const missing = [...Array(world.spec.replicas).keys()].find((ordinal) => pods.every(({ name }) => name !== `${set}-${ordinal}`));
  return missing === undefined ? next : makeMember(next, missing);
}

function settlePod({ spec }: MemberWorld, pod: PodView): PodView {
  const isLeaving = Number(pod.name.slice(set.length + 1)) >= spec.replicas;
  return isLeaving ? { ...pod, isTerminating: true, isReady: false } : { ...pod, isReady: true };
}

function settleClaim({ pods }: MemberWorld, claim: ClaimView): ClaimView {
  const hasGrown = parseQuantity(claim.request ?? '') !== parseQuantity(claim.capacity ?? '');
  const isCopied = pods.some(({ name, isReady }) => isReady && name === `${set}-${claim.ordinal}`);
  return { ...claim, ...(hasGrown && claim.request !== undefined && { capacity: claim.request }), ...(isCopied && { clusterId: 'data' }) };
}

/** As the StatefulSet controller does it: no pod while its claim is terminating, and claims of the size of old. */
function makeMember(world: MemberWorld, ordinal: number): MemberWorld {
  const claim = world.claims.find((candidate) => candidate.ordinal === ordinal);
  if (claim?.isTerminating) return world;
  const { made, pods, claims } = world;
  const pod = aPod(ordinal, { uid: `made-${made.pods}`, isReady: false, podHash: wantedHash(world) });
  const fresh = claim === undefined ? [aClaim(ordinal, { uid: `made-${made.claims}`, className: 'fast' })] : [];
  return {
    ...world,
    pods: [...pods, pod],
    claims: [...claims, ...fresh],
    made: { pods: made.pods + 1, claims: made.claims + fresh.length },
  };
}
