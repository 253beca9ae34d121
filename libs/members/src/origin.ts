import type { Step } from '@dataservices/plan';

/** Where the data of a cluster comes from, `Founded` or `Adopted`, and whether it was formed since. Text, as the status has it. */
export type OriginRecord = { readonly origin: string; readonly formed: boolean };

export type OriginInput = {
  /** What is formed, as users call it: `ensemble`. */
  readonly what: string;
  /** By the status as it is stored. */
  readonly recorded: OriginRecord | undefined;
  readonly storage: { readonly ephemeral: boolean };
  readonly replicas: number;
  readonly claims: readonly unknown[];
  readonly hasStatefulSet: boolean;
  readonly members: readonly OriginMember[];
};

export type OriginMember = {
  readonly pod?: unknown;
  /** What it was told to begin as. */
  readonly order?: unknown;
  readonly server: { readonly state: string };
};

/** The step that writes the record down; undefined where the status has one. */
export function originStep({ what, recorded, ...input }: OriginInput): Step<never> | undefined {
  if (recorded !== undefined) return undefined;
  const isNew = freshRecord(input).origin === 'Founded';
  const reason = isNew ? `there is no volume yet: the ${what} is to be founded` : `there are volumes: their ${what} goes on`;
  return { rule: 'RecordOrigin', reason, actions: [], requeueAfterMs: 50 };
}

/** What the status is to say; `isRecording` where this pass writes it down for the first time. */
export function originRecord(
  input: OriginInput & { readonly isRecording: boolean; readonly isServing: boolean },
): OriginRecord | undefined {
  const { recorded, isRecording, isServing } = input;
  if (recorded === undefined) return isRecording ? freshRecord(input) : undefined;
  if (hasEnded(input)) return { origin: 'Founded', formed: false };
  return { origin: recorded.origin, formed: recorded.formed || isServing };
}

/** Whether an empty member may still found it. */
export function isToBeFounded(recorded: OriginRecord | undefined): boolean {
  return recorded?.origin === 'Founded' && !recorded.formed;
}

function freshRecord({ claims, members, hasStatefulSet }: Pick<OriginInput, 'claims' | 'members' | 'hasStatefulSet'>): OriginRecord {
  const isNew = claims.length === 0 && !hasStatefulSet && members.every(({ pod }) => pod === undefined);
  return isNew ? { origin: 'Founded', formed: false } : { origin: 'Adopted', formed: true };
}

/** It ended with its pods: storage is ephemeral, every wanted pod is there, and none was told anything yet, so that all of them are new and empty. */
function hasEnded({ storage, replicas, members }: Pick<OriginInput, 'storage' | 'replicas' | 'members'>): boolean {
  if (!storage.ephemeral || replicas === 0 || members.length < replicas) return false;
  return members.every(({ pod, order, server }) => pod !== undefined && order === undefined && server.state === 'unreachable');
}
