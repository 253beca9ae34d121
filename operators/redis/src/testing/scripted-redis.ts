import type { RedisPort, SentinelView, ServerView, Target } from '../client/port.ts';
import { RedisError } from '../client/redis-error.ts';

export type RedisScript = {
  /** What a member answers, given what has been done so far. */
  readonly view: (pod: string, done: readonly string[]) => ServerView;
  /** What every sentinel answers, given what has been done so far; default: that it monitors nothing. */
  readonly sentinel?: (done: readonly string[]) => SentinelView;
  /** Effects that are refused, such as `failover cart-redis-sentinel-0`. */
  readonly failing?: readonly string[];
  /** Effects that find nobody any more. */
  readonly missed?: readonly string[];
  /** Effects that nobody answers, as at an address that was given back; `observe cart-redis-0` is a question of this kind. */
  readonly silent?: readonly string[];
};

/** Records every effect, and answers questions by the script. */
export function scriptedRedis(
  { view, sentinel = () => ({ state: 'bare' }), failing = [], missed = [], silent = [] }: RedisScript,
  done: string[],
): RedisPort {
  const effect = (name: string) => async (target: Target) => {
    const title = `${name} ${target.pod}`;
    if (failing.includes(title)) throw new RedisError('Refused', `${title} is refused`);
    if (silent.includes(title)) return unanswered();
    if (missed.includes(title)) throw new RedisError('Unreachable', `${target.pod} does not run`);
    done.push(title);
  };
  return {
    observeData: async ({ pod }) => (silent.includes(`observe ${pod}`) ? unanswered() : view(pod, done)),
    observeSentinel: async () => sentinel(done),
    found: effect('found'),
    replicaOf: effect('replica-of'),
    promote: effect('promote'),
    disconnectClients: effect('disconnect'),
    pauseWrites: async (target, budgetMs) => {
      done.push(`pause ${target.pod} ${budgetMs}`);
    },
    resumeWrites: effect('resume'),
    setConfig: async (target, settings) => {
      await effect(`set-config ${Object.entries(settings).flat().join(' ')}`)(target);
      return settings;
    },
    setUser: effect('set-user'),
    deleteUser: effect('delete-user'),
    monitor: effect('monitor'),
    tuneSentinel: effect('tune'),
    reconnect: effect('reconnect'),
    forgetMaster: effect('forget'),
    failover: effect('failover'),
  };
}

function unanswered(): Promise<never> {
  return new Promise(() => {});
}
