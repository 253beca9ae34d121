import { sleep } from '@dataservices/kube';
import { majority } from '@dataservices/plan';
import type { OpenJournal } from '@dataservices/reconcile';
import type { ServiceAction } from '../action.ts';
import type { ServingView, Target } from '../client/port.ts';
import { RedisError } from '../client/redis-error.ts';
import { hostOf, ports } from '../names.ts';
import { switchOverAct, switchOverPhases } from '../plan/finish-switch-over.ts';
import { type ActContext, dataTarget, sentinelTarget } from './act-context.ts';
import { endFavour, makeFavourite } from './favourite.ts';
import { moveLabels } from './move-labels.ts';
import { poll } from './poll.ts';
import { SwitchAborted, WrongSuccessor } from './switch-aborted.ts';
import { whileAlive } from './while-alive.ts';

/** How long writes are held back at most. If the operator dies meanwhile, they go on by themselves after this time. */
const pauseMs = 15_000;

/**
 * From the request for a failover on. Sentinel demotes an old master that nobody else demotes after some ten seconds, and later on a busy machine;
 * the next operator is there after 20 s at most. Until one of them was, a write that the old master takes is lost.
 */
const failoverPauseMs = 30_000;
const catchUpMs = 2_000;
const promotionMs = 10_000;
/** A sentinel sees within a second that its replica was promoted, and tells the others at once. */
const announcementMs = 2_000;
/** Clients that go by the sentinels wait no longer for an API server that is slow or away. */
const labelsMs = 1_000;

type Follower = { readonly name: string; readonly target: Target };

type SwitchOver = Extract<ServiceAction, { readonly kind: 'switch-over' }>;

/**
 * Moves leadership away from `pod` without losing an acknowledged write.
 *
 * Sentinel alone promotes a replica and leaves the old master taking writes for some ten seconds, all of which are lost when it is
 * demoted. So writes are held back first, until the replicas have everything; and the Service is led to the new one, the old master is demoted, and
 * its clients are sent away, as soon as a new one leads, whichever replica Sentinel has chosen. Writes that were held back are refused there and tried again
 * by the client: none was acknowledged.
 *
 * A successor that is named becomes the sentinels' favourite before that.
 *
 * The journal says that it was begun. What is undecided at the end, or cut short, is for the rule FinishSwitchOver.
 */
export async function switchOver(context: ActContext, { pod, sentinel, successor }: SwitchOver): Promise<void> {
  const { redis, log, signal } = context;
  const old = dataTarget(context, pod);
  const followers = followersOf(context, pod);
  const journal = await begin(context, pod, successor);
  let next: Follower;
  let isDemoted: boolean;
  let labels: Promise<void>;
  try {
    if (successor !== undefined) {
      await makeFavourite(context, successor, sentinel);
      await journal.advance(switchOverPhases.holdingWrites);
    }
    await whileAlive(context, old, redis.pauseWrites(old, pauseMs));
    await awaitCaughtUp(context, old, followers);
    await journal.advance(switchOverPhases.failingOver);
    await whileAlive(context, old, redis.pauseWrites(old, failoverPauseMs));
    await askForFailover(context, sentinel);
    next = await awaitPromotion(context, followers);
    labels = moveLabels(context, pod, next.name);
    await awaitAnnouncement(context, old, next);
    isDemoted = await demote(context, old, next);
    // Whoever comes by the Service and is sent away comes back to whom it leads to.
    await Promise.race([labels, sleep(labelsMs, signal)]);
    log.info('leadership has moved', { from: pod, to: next.name });
  } catch (error) {
    // While Sentinel may still promote somebody, a write that the old master takes would be lost: then the pause goes on.
    if (isDecided(journal, error)) await letGo(context, journal, old);
    throw error;
  }
  if (isDemoted) {
    await letGo(context, journal, old);
    await sendClientsAway(context, old);
  } else log.info('the old master has ended, which leaves the end of the hand-over to the next pass', { pod });
  await labels;
  if (successor !== undefined && next.name !== successor)
    throw new WrongSuccessor(`leadership went to ${next.name} and not to ${successor}`);
}

function begin({ journal }: ActContext, pod: string, successor: string | undefined): Promise<OpenJournal> {
  const { choosing, holdingWrites } = switchOverPhases;
  if (successor === undefined) return journal.open({ act: switchOverAct, subject: pod, phase: holdingWrites });
  return journal.open({ act: switchOverAct, subject: pod, phase: choosing, data: { successor } });
}

async function askForFailover({ redis, observed, ...context }: ActContext, sentinel: string): Promise<void> {
  try {
    await redis.failover(sentinelTarget({ redis, observed, ...context }, sentinel), observed.names.masterName);
  } catch (error) {
    const isRefusal = error instanceof RedisError && (error.code === 'NoGoodReplica' || error.code === 'Refused');
    throw isRefusal ? new SwitchAborted(`${sentinel} refuses: ${error.message}`) : error;
  }
}

function isDecided({ entry }: OpenJournal, error: unknown): boolean {
  return entry.phase !== switchOverPhases.failingOver || (error instanceof SwitchAborted && error.isFinal);
}

async function letGo(context: ActContext, journal: OpenJournal, old: Target): Promise<void> {
  const { redis, log } = context;
  const successor = journal.entry.data?.successor;
  try {
    await whileAlive(context, old, redis.resumeWrites(old));
    if (successor !== undefined) await endFavour(context, successor);
    await journal.close();
  } catch (error) {
    log.warn('the end of the hand-over is left to the next pass', { pod: old.pod, error });
  }
}

/** @returns false where it does not run any more: a master that is gone takes no writes, and one that comes back is fenced then */
async function demote(context: ActContext, old: Target, next: Follower): Promise<boolean> {
  const { redis, observed } = context;
  try {
    await whileAlive(context, old, redis.replicaOf(old, hostOf(observed.names, next.name)));
    return true;
  } catch (error) {
    if (!isUnreachable(error)) throw error;
    return false;
  }
}

function isUnreachable(error: unknown): boolean {
  return error instanceof RedisError && error.code === 'Unreachable';
}

/** A server that is being stopped may end as soon as another leads, and its clients' connections with it. */
async function sendClientsAway(context: ActContext, old: Target): Promise<void> {
  const { redis, log } = context;
  try {
    await whileAlive(context, old, redis.disconnectClients(old));
  } catch (error) {
    if (!isUnreachable(error)) throw error;
    log.info('the old master has ended, and so have the connections of its clients', { pod: old.pod });
  }
}

/** Everybody whom Sentinel may promote: all replicas that were in step, whether or not they are to stay. */
function followersOf(context: ActContext, pod: string): readonly Follower[] {
  const { members } = context.observed;
  const host = members.find(({ name }) => name === pod)?.host;
  return members
    .filter(({ server }) => server.state === 'serving' && server.role === 'replica' && server.masterHost === host && server.isLinkUp)
    .map(({ name }) => ({ name, target: dataTarget(context, name) }));
}

async function awaitCaughtUp(context: ActContext, old: Target, followers: readonly Follower[]): Promise<void> {
  const isCaughtUp = await poll(context, catchUpMs, async () => {
    const all = [old, ...followers.map(({ target }) => target)];
    const [master, ...replicas] = await whileAlive(context, old, Promise.all(all.map((target) => serving(context, target))));
    if (master === undefined) return undefined;
    return replicas.every((replica) => replica?.isLinkUp === true && replica.lineage.offset === master.lineage.offset) || undefined;
  });
  if (isCaughtUp === undefined) throw new SwitchAborted(`not every replica caught up with the master within ${catchUpMs} ms`);
}

/** Who was promoted. @throws SwitchAborted if nobody was in time */
async function awaitPromotion(context: ActContext, followers: readonly Follower[]): Promise<Follower> {
  const next = await poll(context, promotionMs, async () => {
    const views = await Promise.all(followers.map(({ target }) => serving(context, target)));
    // All of them may be going down with the master: then every further second of pause is lost.
    if (views.every((view) => view === undefined)) throw new SwitchAborted('nobody is left to take over');
    return followers.find((_, at) => views[at]?.role === 'master');
  });
  if (next === undefined) throw new SwitchAborted(`Sentinel promoted nobody within ${promotionMs} ms`, { isFinal: false });
  return next;
}

/**
 * Clients that are sent away ask the sentinels where to go: sooner than most of these know, they come back to the old master, again and again.
 * Not waited for without end: that another leads is certain, and writes are held back. Nor where the old master has ended, and their connections with it.
 */
async function awaitAnnouncement(context: ActContext, old: Target, next: Follower): Promise<void> {
  const { redis, observed } = context;
  const host = hostOf(observed.names, next.name);
  const targets = observed.sentinels.filter(({ view }) => view.state === 'monitoring').map(({ name }) => sentinelTarget(context, name));
  await poll(context, announcementMs, async () => {
    if (context.isLost(old)) return true;
    const views = await Promise.all(targets.map((target) => redis.observeSentinel(target, observed.names.masterName, [])));
    const naming = views.filter((view) => view.state === 'monitoring' && view.masterHost === host);
    return naming.length >= majority(targets.length) || undefined;
  });
}

async function serving({ redis }: ActContext, target: Target): Promise<ServingView | undefined> {
  const view = await redis.observeData(target, { ...target, port: ports.lobby }, [], []);
  return view.state === 'serving' ? view : undefined;
}
