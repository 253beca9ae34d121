import { sleep } from '@dataservices/kube';
import type { ServingView, Target } from '../client/port.ts';
import { hostOf, ports } from '../names.ts';
import { type ActContext, dataTarget, sentinelTarget } from './act-context.ts';

/** How long writes are held back at most. If the operator dies meanwhile, they go on by themselves after this time. */
const pauseMs = 8_000;
const catchUpMs = 2_000;
const promotionMs = 5_000;
const pollMs = 50;

/** The switch could not be carried out; writes go on at the old master. */
export class SwitchAborted extends Error {
  override readonly name = 'SwitchAborted';
  readonly code = 'SwitchAborted';
  // Sentinel refuses another attempt soon after one that failed.
  readonly retry = { afterMs: 20_000 };
}

type Candidate = { readonly name: string; readonly target: Target };

/**
 * Moves leadership to one of `candidates` without losing an acknowledged write.
 *
 * Sentinel alone promotes a replica and leaves the old master taking writes for some ten seconds, all of which are lost when it is
 * demoted. So writes are held back first, until the candidates have everything; and the old master is demoted, and its clients sent
 * away, as soon as the new one leads. Writes that were held back are refused there and tried again by the client: none was acknowledged.
 */
export async function switchOver(context: ActContext, pod: string, sentinel: string, candidates: readonly string[]): Promise<void> {
  const { redis, observed, log } = context;
  const old = dataTarget(context, pod);
  const others = candidates.map((name) => ({ name, target: dataTarget(context, name) }));
  await redis.pauseWrites(old, pauseMs);
  try {
    await awaitCaughtUp(context, old, others);
    await redis.failover(sentinelTarget(context, sentinel), observed.names.masterName);
    const next = await awaitPromotion(context, others);
    await redis.replicaOf(old, hostOf(observed.names, next.name));
    log.info('leadership has moved', { from: pod, to: next.name });
  } finally {
    // Whoever waits is answered: as a client of a replica after the switch, or of the master that stays one.
    await redis
      .resumeWrites(old)
      .catch((error: unknown) => log.warn('writes go on only when the pause has run out', { pod, pauseMs, error }));
  }
  await redis.disconnectClients(old);
}

async function awaitCaughtUp(context: ActContext, old: Target, others: readonly Candidate[]): Promise<void> {
  await poll(context, catchUpMs, 'no replica caught up with the master', async () => {
    const [master, ...replicas] = await Promise.all([old, ...others.map(({ target }) => target)].map((target) => serving(context, target)));
    const isEqual =
      master !== undefined && replicas.every((replica) => replica?.isLinkUp === true && replica.lineage.offset === master.lineage.offset);
    return isEqual ? true : undefined;
  });
}

function awaitPromotion(context: ActContext, others: readonly Candidate[]): Promise<Candidate> {
  return poll(context, promotionMs, 'Sentinel promoted nobody', async () => {
    const views = await Promise.all(others.map(({ target }) => serving(context, target)));
    // All of them may be going down with the master: then every further second of pause is lost.
    if (views.every((view) => view === undefined)) throw new SwitchAborted('nobody is left to take over');
    return others.find((_, at) => views[at]?.role === 'master');
  });
}

async function serving({ redis }: ActContext, target: Target): Promise<ServingView | undefined> {
  const view = await redis.observeData(target, { ...target, port: ports.lobby });
  return view.state === 'serving' ? view : undefined;
}

async function poll<T>({ signal }: ActContext, patienceMs: number, failure: string, attempt: () => Promise<T | undefined>): Promise<T> {
  const endMs = performance.now() + patienceMs;
  while (performance.now() < endMs) {
    const result = await attempt();
    if (result !== undefined) return result;
    await sleep(pollMs, signal);
    signal.throwIfAborted();
  }
  throw new SwitchAborted(`${failure} within ${patienceMs} ms`);
}
