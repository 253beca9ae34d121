import { hostOf } from '../names.ts';
import { priority } from '../plan/finish-switch-over.ts';
import { type ActContext, dataTarget, sentinelTarget } from './act-context.ts';
import { poll } from './poll.ts';
import { SwitchAborted } from './switch-aborted.ts';

/** A sentinel looks at the replicas once a second. */
const favouriteMs = 4_000;

/** Returns when the sentinel would promote this replica before all others. @throws SwitchAborted where it does not come to that; RedisError */
export async function makeFavourite(context: ActContext, pod: string, sentinel: string): Promise<void> {
  const { redis, observed } = context;
  const host = hostOf(observed.names, pod);
  await redis.setConfig(dataTarget(context, pod), { [priority.key]: priority.favourite });
  const isPreferred = await poll(context, favouriteMs, async () => {
    const view = await redis.observeSentinel(sentinelTarget(context, sentinel), observed.names.masterName, []);
    return (view.state === 'monitoring' && view.favourite === host) || undefined;
  });
  if (isPreferred === undefined) throw new SwitchAborted(`${sentinel} did not come to prefer ${pod} within ${favouriteMs} ms`);
}

/** The sentinels choose by what each replica has, again. */
export async function endFavour(context: ActContext, pod: string): Promise<void> {
  await context.redis.setConfig(dataTarget(context, pod), { [priority.key]: priority.ordinary });
}
