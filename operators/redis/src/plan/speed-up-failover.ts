import { majority } from '@dataservices/plan';
import type { DataMember, Observed } from '../observed.ts';
import { holdsData } from './best-copy.ts';
import { isServing, leadershipOf } from './leadership.ts';
import { type RedisRule, waitedMs } from './rule.ts';

const rule = 'SpeedUpFailover';

/** Sentinels ping every second: who has had no answer for longer has missed one. */
const missedPingMs = 1_500;

/** A container that restarts in place with its append-only file is back this fast, and has what a replica may lack. */
const restartMs = 1_000;

/** Sentinel's own attempt begins within about a second; after one that failed, its next comes only after twice its failover timeout. */
const ownAttemptMs = 4_000;

/**
 * Precondition: the named master does not serve, a replica that holds data is there, and a majority of the sentinels gets no answer. Either
 * the kubelet or the member itself says that the master does not run, or those sentinels hold it to be down and have not begun a failover.
 * Silence towards the operator alone is no proof: it may be the one that is cut off.
 * Effect: one sentinel starts the failover; without the operator, Sentinel does it by itself, later.
 *
 * Prevents: five seconds of waiting for a master that is known not to come back; and half a minute of waiting for Sentinel's second attempt.
 */
export const speedUpFailover: RedisRule = (observed) => {
  const { named, monitoring, isFailoverInProgress } = leadershipOf(observed);
  const lost = observed.members.find(({ host }) => host === named);
  if (lost === undefined || isFailoverInProgress || isServing(lost)) return undefined;
  const successors = successorsOf(observed, lost);
  const unanswered = monitoring.filter(({ view }) => view.isMasterDown || view.sinceLastPingReplyMs > missedPingMs);
  const sentinel = unanswered.find(({ view }) => view.masterHost === lost.host && view.electable.some((host) => successors.includes(host)));
  if (sentinel === undefined) return undefined;
  const isAgreed = unanswered.length >= majority(observed.sentinels.length);
  const isHeldDown = monitoring.filter(({ view }) => view.isMasterDown).length >= majority(observed.sentinels.length);
  if (!isStopped(lost) && !isHeldDown) return undefined;
  const reason = isStopped(lost) ? `${lost.name} was the master and does not run` : `the sentinels hold ${lost.name} to be down`;
  if (!isAgreed || waitedMs(observed, rule) < delayMs(lost)) return { rule, reason, actions: [], requeueAfterMs: 250 };
  return { rule, reason, actions: [{ kind: 'failover', pod: sentinel.name }], requeueAfterMs: 500 };
};

function delayMs(lost: DataMember): number {
  if (!isStopped(lost)) return ownAttemptMs;
  return mayComeBack(lost) ? restartMs : 0;
}

function isStopped({ pod, server }: DataMember): boolean {
  return pod === undefined || pod.isTerminating || !pod.isServerRunning || server.state === 'lobby';
}

function mayComeBack({ pod, server }: DataMember): boolean {
  return pod !== undefined && !pod.isTerminating && !(server.state === 'lobby' && server.isRefusing);
}

/** The replicas of the lost master that hold data; which one is promoted is for Sentinel to choose. */
function successorsOf({ members }: Observed, lost: DataMember): readonly string[] {
  const successors = members.filter(
    (member) => isServing(member) && member.server.role === 'replica' && member.server.masterHost === lost.host,
  );
  return successors.filter(holdsData).map(({ host }) => host);
}
