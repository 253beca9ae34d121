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

/**
 * Precondition: the kubelet or the member itself says that the named master does not run, a majority of the sentinels gets no answer
 * from it, and a replica that was in step is there. Silence alone is no proof: the operator may be the one that is cut off.
 * Effect: one sentinel starts the failover without waiting for `downAfterMilliseconds`; without the operator, Sentinel does it by itself later.
 *
 * Prevents: five seconds of waiting for a master that is known not to come back.
 */
export const speedUpFailover: RedisRule = (observed) => {
  const { named, monitoring, isFailoverInProgress } = leadershipOf(observed);
  const lost = observed.members.find(({ host }) => host === named);
  if (lost === undefined || isFailoverInProgress || isServing(lost) || !isStopped(lost)) return undefined;
  const successors = successorsOf(observed, lost);
  const unanswered = monitoring.filter(({ view }) => view.isMasterDown || view.sinceLastPingReplyMs > missedPingMs);
  const sentinel = unanswered.find(({ view }) => view.masterHost === lost.host && view.electable.some((host) => successors.includes(host)));
  if (sentinel === undefined) return undefined;
  const reason = `${lost.name} was the master and does not run`;
  const isCertain = unanswered.length >= majority(observed.sentinels.length);
  if (!isCertain || (mayComeBack(lost) && waitedMs(observed, rule) < restartMs)) return { rule, reason, actions: [], requeueAfterMs: 250 };
  return { rule, reason, actions: [{ kind: 'failover', pod: sentinel.name }], requeueAfterMs: 500 };
};

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
