import type { MemberAction } from '@dataservices/members';
import type { Action, KubeObject } from '@dataservices/plan';
import type { ActMetrics } from './act-metrics.ts';
import type { Logger } from './contract.ts';

/** Something that an act takes away for good. */
export type Destruction = {
  /** `uid` of what is an object of Kubernetes. */
  readonly object: { readonly kind: string; readonly name: string; readonly uid?: string };
  /** A word or two for what it was, and what it is now. */
  readonly before: string;
  readonly after: string;
};

/** For each kind of action what it takes away, or false. Complete, so that of no new action it is forgotten to say. */
export type Destructions<A extends Action> = {
  readonly [K in A['kind']]: false | ((action: Extract<A, { readonly kind: K }>) => Destruction | undefined);
};

const deleted = { before: 'present', after: 'deleted' };

export const memberDestructions: Destructions<MemberAction> = {
  'delete-pod': ({ pod, uid }) => ({ object: { kind: 'Pod', name: pod, uid }, ...deleted }),
  'delete-claim': ({ name, uid }) => ({ object: { kind: 'PersistentVolumeClaim', name, uid }, ...deleted }),
  'condemn-claim': ({ name, uid }) => ({
    object: { kind: 'PersistentVolumeClaim', name, uid },
    before: 'present',
    after: 'deleted as soon as its pod is',
  }),
  'annotate-pod': false,
  'annotate-claim': false,
  'resize-claim': false,
  disown: false,
};

/** @param table default: that of the actions that all services have */
export function destructionOf<A extends Action>(action: A, table?: Destructions<A>): Destruction | undefined {
  const entries = (table ?? memberDestructions) as Readonly<Record<string, false | ((action: A) => Destruction | undefined)>>;
  const describe = entries[action.kind] ?? false;
  return describe === false ? undefined : describe(action);
}

type Report = {
  readonly act: string;
  readonly reason: string;
  readonly owner: KubeObject;
  readonly metrics?: ActMetrics | undefined;
  readonly log: Logger;
};

/** Leaves the line and the count by which it can be told later what became of something. The Event is of the whole step. */
export function reportDestruction(destruction: Destruction, { act, reason, owner, metrics, log }: Report): void {
  metrics?.destroyed(owner.kind, act);
  log.info('taken away', { act, reason, ...destruction });
}

/** By which the audit log of the API server tells who had last changed the custom resource that something is done for. */
export function ownerFields({ kind, metadata: { uid, generation } }: KubeObject): { readonly owner: object } {
  return { owner: { kind, uid, generation } };
}

/** What the Event of an act is about besides the custom resource. Pods and volume claims are all of the core group. */
export function relatedObject({ object: { kind, name, uid } }: Destruction, owner: KubeObject): { readonly related?: KubeObject } {
  const { namespace } = owner.metadata;
  return uid === undefined
    ? {}
    : { related: { apiVersion: 'v1', kind, metadata: { name, uid, ...(namespace !== undefined && { namespace }) } } };
}
