import { runningRequest } from '@dataservices/members';
import { annotationKeys, stableHash } from '@dataservices/plan';
import type { PasswordChange } from '../action.ts';
import type { Observed } from '../observed.ts';
import { internalRotations } from './internal-passwords.ts';
import { isServing, type ServingMember } from './leadership.ts';
import type { RedisRule, RedisStep } from './rule.ts';

/**
 * Precondition: the passwords of the parts of the cluster among themselves are to be changed, as asked; or everybody has come as far as the next
 * step of it needs. First every server accepts new ones beside those that are used, then whoever presents one presents the new one, and when all do,
 * the old ones are refused.
 * Effect: one write to the Secret; what it holds says how far it is.
 *
 * Prevents: a member that cannot follow, a sentinel that takes a master for dead, or an operator that is locked out, because somebody did not know yet.
 */
export const rotatePasswords: RedisRule = (observed) => {
  const { internal } = observed.secrets;
  const phases = internalRotations(observed).map(({ phase }) => phase);
  if (internal.next !== undefined) {
    if (phases.includes('Adding')) return undefined;
    return step({ change: 'switch' }, 'every server accepts the new internal passwords: they are presented from now on');
  }
  if (internal.previous !== undefined) {
    if (phases.some((phase) => phase !== 'Settled')) return undefined;
    return step({ change: 'finish' }, 'nobody accepts the old internal passwords any more: they are forgotten');
  }
  const request = runningRequest(observed.cluster.status.requests, 'rotate-passwords');
  if (request === undefined || isRotatedFor(observed, request) || internal.current.operator === undefined) return undefined;
  return step(
    { change: 'begin', token: request.token },
    `request ${request.token}: new internal passwords, which every server is to accept first`,
  );
};

/**
 * Precondition: new internal passwords are to be presented, and a pod does not do so yet and was not told.
 * Effect: an annotation of the pod changes, so that its kubelet brings the Secret now and not at its next look at every pod.
 *
 * Prevents: a change of passwords that takes minutes.
 */
export const announcePasswords: RedisRule = (observed) => {
  const value = stableHash(observed.secrets.internal.current.replication ?? '').slice(0, 12);
  const pods = membersWithOldPasswords(observed).flatMap(({ pod }) => pod ?? []);
  const untold = pods.filter(({ isTerminating, passwords }) => !isTerminating && passwords !== value);
  if (untold.length === 0) return undefined;
  return {
    rule: 'AnnouncePasswords',
    reason: `${untold.map(({ name }) => name).join(', ')}: other internal passwords are there to be used`,
    actions: untold.map(({ name, uid }) => ({
      kind: 'annotate-pod' as const,
      pod: name,
      uid,
      annotations: { [annotationKeys.passwords]: value },
    })),
    requeueAfterMs: 1_000,
  };
};

/** Whether the request has begun at least. */
export function isRotatedFor({ secrets }: Observed, { token }: { readonly token: string }): boolean {
  return secrets.internal.rotation === token;
}

export function isRotating({ secrets: { internal } }: Observed): boolean {
  return internal.next !== undefined || internal.previous !== undefined;
}

function membersWithOldPasswords({ members, secrets: { internal } }: Observed): readonly ServingMember[] {
  if (internal.previous === undefined) return [];
  return members
    .filter(isServing)
    .filter(({ server }) => server.presents !== undefined && server.presents !== internal.current.replication);
}

function step(change: PasswordChange, reason: string): RedisStep {
  return { rule: 'RotatePasswords', reason, actions: [{ kind: 'change-passwords', ...change }], requeueAfterMs: 100 };
}
