import { isKubeError, jsonPointer, type Kube, type Ref, type Resource, type Retry, resources } from '@dataservices/kube';
import type { MemberAction } from '@dataservices/members';
import type { StoredObject } from '@dataservices/plan';
import type { Logger } from './contract.ts';

export type MemberActionContext = {
  readonly kube: Kube;
  /** Of the members. */
  readonly namespace: string;
  readonly log: Logger;
  readonly signal: AbortSignal;
};

/** What an action names is not there any more, or not as it was observed: nothing was done, and the next pass decides anew. */
export class MemberChanged extends Error {
  override readonly name = 'MemberChanged';
  readonly code = 'MemberChanged';
  readonly retry: Retry = { afterMs: 1_000 };
}

const actionKinds: Readonly<Record<MemberAction['kind'], true>> = {
  'delete-pod': true,
  'annotate-pod': true,
  'delete-claim': true,
  'condemn-claim': true,
  'resize-claim': true,
  'annotate-claim': true,
  disown: true,
};

/** Tells the actions that every service has from those of its own. */
export function isMemberAction(action: { readonly kind: string }): action is MemberAction {
  return Object.hasOwn(actionKinds, action.kind);
}

/**
 * Carries out one action on the observed object and no other. A live read comes first, since a cache may be behind, and the uid goes
 * along as a precondition, since the object may change after that. What is done already is done.
 *
 * @throws MemberChanged where the object is another by now, or a pod is back; KubeError
 */
export async function performMemberAction(action: MemberAction, context: MemberActionContext): Promise<void> {
  switch (action.kind) {
    case 'delete-pod':
      return deleteOnce(resources.pods, action.pod, action.uid, context);
    case 'annotate-pod':
      return patch(resources.pods, { name: action.pod, uid: action.uid }, { metadata: { annotations: action.annotations } }, context);
    case 'delete-claim':
      await refuseLivingPod(action.pod, context);
      return deleteOnce(resources.persistentVolumeClaims, action.name, action.uid, context);
    case 'condemn-claim':
      return deleteOnce(resources.persistentVolumeClaims, action.name, action.uid, context);
    case 'resize-claim':
      return patch(resources.persistentVolumeClaims, action, { spec: { resources: { requests: { storage: action.size } } } }, context);
    case 'annotate-claim':
      return patch(resources.persistentVolumeClaims, action, { metadata: { annotations: action.annotations } }, context);
    case 'disown':
      return disown(action, context);
  }
}

async function disown(
  { object, name, uid, owner, index }: Extract<MemberAction, { kind: 'disown' }>,
  { kube, namespace, log, signal }: MemberActionContext,
): Promise<void> {
  const resource = object === 'Secret' ? resources.secrets : resources.persistentVolumeClaims;
  const ref = { namespace, name };
  const path = jsonPointer('metadata', 'ownerReferences', index);
  const operations = [
    { op: 'test', path: '/metadata/uid', value: uid },
    { op: 'test', path: `${path}/uid`, value: owner },
    { op: 'remove', path },
  ] as const;
  await withPrecondition(resource, ref, () => kube.jsonPatch(resource, ref, operations, { signal }));
  log.info('kept', { kind: object, object: name, uid });
}

async function deleteOnce(
  resource: Resource,
  name: string,
  uid: string,
  { kube, namespace, log, signal }: MemberActionContext,
): Promise<void> {
  const ref = { namespace, name };
  const live = await kube.get<StoredObject>(resource, ref, { signal });
  if (live === undefined || (live.metadata.uid === uid && live.metadata.deletionTimestamp !== undefined)) return;
  if (live.metadata.uid !== uid) throw new MemberChanged(`${resource.kind} ${name} is another one by now: it is kept`);
  await withPrecondition(resource, ref, () => kube.delete(resource, ref, { uid, signal }));
  log.debug('deleted', { kind: resource.kind, object: name, uid });
}

async function refuseLivingPod(pod: string, { kube, namespace, signal }: MemberActionContext): Promise<void> {
  if ((await kube.get(resources.pods, { namespace, name: pod }, { signal })) !== undefined)
    throw new MemberChanged(`${pod} is there after all: its volume is kept`);
}

async function patch(
  resource: Resource,
  { name, uid }: { readonly name: string; readonly uid: string },
  change: { readonly metadata?: object; readonly spec?: object },
  { kube, namespace, log, signal }: MemberActionContext,
): Promise<void> {
  const ref = { namespace, name };
  const body = { ...change, metadata: { ...change.metadata, uid } };
  await withPrecondition(resource, ref, () => kube.mergePatch(resource, ref, body, { signal }));
  log.info('changed', { kind: resource.kind, object: name, uid, patch: change });
}

async function withPrecondition(resource: Resource, { name }: Ref, call: () => Promise<unknown>): Promise<void> {
  try {
    await call();
  } catch (error) {
    if (!isKubeError(error, 'Conflict') && !isKubeError(error, 'NotFound')) throw error;
    throw new MemberChanged(`${resource.kind} ${name} has changed since it was looked at`, { cause: error });
  }
}
