import type { MemberAction } from '@dataservices/members';
import { annotationKeys } from '@dataservices/plan';
import type { Effects } from './effects.ts';
import { deletePod } from './run-kube.ts';
import type { World } from './world.ts';

class ObjectChanged extends Error {
  override readonly name = 'ObjectChanged';
  readonly code = 'MemberChanged';
  readonly retry = { afterMs: 1_000 };
}

/** What the actions on members bring about, as member-action.ts of the runtime carries them out. */
export function performInWorld(world: World, { run }: Effects, action: MemberAction): Promise<void> {
  switch (action.kind) {
    case 'delete-pod':
      return run(`delete pod ${action.pod}`, () => deleteOnce(world, action));
    case 'delete-claim':
    case 'condemn-claim':
      return run(`${action.kind} ${action.name}`, () => deleteClaim(world, action));
    case 'resize-claim':
      return run(`${action.kind} ${action.name}`, () => resizeClaim(world, action));
    case 'annotate-claim':
      return run(`${action.kind} ${action.name}`, () => markClaim(world, action));
    case 'annotate-pod':
      throw new Error('this world has no TLS');
    case 'disown':
      throw new Error('nothing is owned in this world');
  }
}

function deleteOnce({ kube, service }: World, { pod, uid }: Extract<MemberAction, { kind: 'delete-pod' }>): void {
  const live = kube.pods.get(pod);
  if (live !== undefined && live.uid !== uid) throw new ObjectChanged(`${pod} is another one by now`);
  deletePod(kube, service, pod);
}

function deleteClaim({ kube }: World, action: Extract<MemberAction, { kind: 'delete-claim' | 'condemn-claim' }>): void {
  if (action.kind === 'delete-claim' && kube.pods.has(action.pod)) throw new ObjectChanged(`${action.pod} is there after all`);
  const claim = kube.claims.get(action.name);
  if (claim === undefined) return;
  if (claim.uid !== action.uid) throw new ObjectChanged(`${action.name} is another one by now`);
  claim.isTerminating = true;
}

function resizeClaim({ kube }: World, { name, uid, size }: Extract<MemberAction, { kind: 'resize-claim' }>): void {
  const claim = kube.claims.get(name);
  if (claim?.uid !== uid) throw new ObjectChanged(`${name} is another one by now`);
  claim.request = size;
}

function markClaim({ kube }: World, { name, uid, annotations }: Extract<MemberAction, { kind: 'annotate-claim' }>): void {
  const claim = kube.claims.get(name);
  if (claim?.uid !== uid) throw new ObjectChanged(`${name} is another one by now`);
  claim.isRetired = annotations[annotationKeys.retired] !== null;
}
