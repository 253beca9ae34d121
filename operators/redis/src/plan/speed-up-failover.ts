import { majority } from '@dataservices/plan';
import type { MonitoringView } from '../client/port.ts';
import type { DataMember, Observed } from '../observed.ts';
import { holdsData } from './best-copy.ts';
import { isCertainlyStopped } from './certainly-stopped.ts';
import { namedLeader } from './leader.ts';
import { isServing, leadershipOf, type MonitoringSentinel, type ServingMember } from './leadership.ts';
import { isNodeSilent, isProcessGone } from './node-loss.ts';
import { type RedisRule, waitedMs } from './rule.ts';
import { wordOfSurvivors } from './word-of-survivors.ts';

const rule = 'SpeedUpFailover';

/** Sentinels ping every second: who has had no answer for longer has missed one. */
const missedPingMs = 1_500;

/** A container that restarts in place says this fast whether it gives way: where no replica was in step, it has what they lack. */
const restartMs = 1_000;

/** Sentinel chooses by what the replicas told it last, and asks them every second. */
const hearsMs = 1_500;

/** Sentinel's own attempt begins within about a second; after one that failed, its next comes only after twice its failover timeout. */
const ownAttemptMs = 4_000;

/** What shows that the master is lost, and how long it is given nevertheless. */
type Evidence = {
  readonly reason: string;
  readonly delayMs: number;
  /** Whether a single sentinel that gets an answer disproves it. */
  readonly isDisputable: boolean;
};

/**
 * Precondition: the named master does not serve, a replica that holds data is there, and a majority of the sentinels gets no answer. And one of
 * these: the kubelet, the member or its machine says that the master does not run; its machine takes no connection at all, and every sentinel
 * that can be asked gets no answer; or those sentinels hold it to be down and have not begun a failover.
 * Silence of the server towards the operator alone is no proof: it may be the operator that is cut off, or a process that hangs.
 * Where most sentinels are lost for certain, all that are left have to get no answer, and nothing but the first of these counts: on the other side of
 * a cut there may be clients.
 * The sentinel that is asked has to know by then which replica has the most: one that confirmed a write must not follow one that lacks it.
 * Effect: one sentinel starts the failover; without the operator, Sentinel does it by itself, later, or not at all where most of it is lost.
 *
 * Prevents: five seconds of waiting for a master that is known not to come back; half a minute of waiting for Sentinel's second attempt; and a
 * cluster that stands still, with a good replica and a sentinel that knows it, because the other sentinels went first.
 */
export const speedUpFailover: RedisRule = (observed) => {
  const { monitoring, isFailoverInProgress } = leadershipOf(observed);
  const lost = observed.members.find(({ host }) => host === namedLeader(observed));
  if (lost === undefined || isFailoverInProgress || isServing(lost)) return undefined;
  const successors = successorsOf(observed, lost);
  const unanswered = monitoring.filter(getsNoAnswer);
  const able = unanswered.filter(
    ({ view }) => view.masterHost === lost.host && view.electable.some((host) => hostsOf(successors).includes(host)),
  );
  const sentinel = able.find(({ view }) => choosesWell(view, successors)) ?? able[0];
  const evidence = evidenceOf(observed, lost);
  if (sentinel === undefined || evidence === undefined) return undefined;
  const { reason, delayMs, isDisputable } = evidence;
  const needed = wordOfSurvivors(observed)?.survivors.length ?? majority(observed.sentinels.length);
  const isAgreed = unanswered.length >= needed && !(isDisputable && unanswered.length < monitoring.length);
  const patienceMs = choosesWell(sentinel.view, successors) ? delayMs : Math.max(delayMs, hearsMs);
  if (!isAgreed || waitedMs(observed, rule) < patienceMs) return { rule, reason, actions: [], requeueAfterMs: 100 };
  return { rule, reason, actions: [{ kind: 'failover', pod: sentinel.name }], requeueAfterMs: 500 };
};

function evidenceOf(observed: Observed, lost: DataMember): Evidence | undefined {
  const { monitoring, named } = leadershipOf(observed);
  const isMajorityLost = named === undefined;
  if ((isMajorityLost ? isStoppedForGood(lost) : isStopped(lost)) || isProcessGone(observed, lost)) {
    return { reason: `${lost.name} was the master and does not run`, delayMs: mayComeBack(lost) ? restartMs : 0, isDisputable: false };
  }
  if (isMajorityLost) return undefined;
  if (isNodeSilent(observed, lost)) {
    return { reason: `${lost.name} was the master, and its node ${lost.pod?.node} is silent`, delayMs: 0, isDisputable: true };
  }
  const isHeldDown = monitoring.filter(({ view }) => view.isMasterDown).length >= majority(observed.sentinels.length);
  return isHeldDown ? { reason: `the sentinels hold ${lost.name} to be down`, delayMs: ownAttemptMs, isDisputable: false } : undefined;
}

function getsNoAnswer({ view }: MonitoringSentinel): boolean {
  return view.isMasterDown || view.sinceLastPingReplyMs > missedPingMs;
}

function isStopped({ pod, server }: DataMember): boolean {
  return pod === undefined || pod.isTerminating || !pod.isServerRunning || server.state === 'lobby';
}

/** A pod that is to end may go on for a while, and on a node that is cut off without end. */
function isStoppedForGood({ pod, server }: DataMember): boolean {
  return isCertainlyStopped(pod) || server.state === 'lobby';
}

function mayComeBack({ pod, server }: DataMember): boolean {
  return pod !== undefined && !pod.isTerminating && !(server.state === 'lobby' && server.isRefusing);
}

/** The replicas of the lost master that hold data; which one is promoted is for Sentinel to choose. */
function successorsOf({ members }: Observed, lost: DataMember): readonly ServingMember[] {
  return members
    .filter(isServing)
    .filter((member) => member.server.role === 'replica' && member.server.masterHost === lost.host && holdsData(member));
}

/** Whether whoever the sentinel would promote has as much as any other. */
function choosesWell({ foremost }: MonitoringView, successors: readonly ServingMember[]): boolean {
  const most = Math.max(...successors.map(({ server }) => server.lineage.offset));
  const best = hostsOf(successors.filter(({ server }) => server.lineage.offset === most));
  return foremost.every((host) => best.includes(host));
}

function hostsOf(members: readonly DataMember[]): readonly string[] {
  return members.map(({ host }) => host);
}
