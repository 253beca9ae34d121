import type { RedisPort, ServerView, Target } from '../client/port.ts';

export type RedisScript = {
  /** What a member answers, given what has been done so far. */
  readonly view: (pod: string, done: readonly string[]) => ServerView;
};

/** Records every effect, and answers questions by the script. */
export function scriptedRedis({ view }: RedisScript, done: string[]): RedisPort {
  const effect = (name: string) => async (target: Target) => {
    done.push(`${name} ${target.pod}`);
  };
  return {
    observeData: async ({ pod }) => view(pod, done),
    observeSentinel: async () => ({ state: 'bare' }),
    found: effect('found'),
    replicaOf: effect('replica-of'),
    promote: effect('promote'),
    disconnectClients: effect('disconnect'),
    pauseWrites: effect('pause'),
    resumeWrites: effect('resume'),
    setConfig: effect('set-config'),
    monitor: effect('monitor'),
    tuneSentinel: effect('tune'),
    forgetMaster: effect('forget'),
    failover: effect('failover'),
  };
}
