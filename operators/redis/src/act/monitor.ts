import type { SentinelSettings } from '../client/port.ts';
import { users } from '../settings.ts';
import { type ActContext, sentinelTarget, TargetGone } from './act-context.ts';

/** Has one sentinel monitor `host`, whatever it monitored before. */
export function monitorMaster(context: ActContext, pod: string, host: string, settings: SentinelSettings): Promise<void> {
  return context.redis.monitor(sentinelTarget(context, pod), { ...sentinelRequest(context, settings), host });
}

/** Sets everything of a sentinel but whom it monitors. */
export function tuneSentinel(context: ActContext, pod: string, settings: SentinelSettings): Promise<void> {
  return context.redis.tuneSentinel(sentinelTarget(context, pod), sentinelRequest(context, settings));
}

function sentinelRequest({ observed: { names, secrets } }: ActContext, settings: SentinelSettings) {
  if (secrets.sentinelPassword === undefined) throw new TargetGone(`Secret ${names.internalSecret} has no sentinel-password`);
  return { masterName: names.masterName, settings, user: users.sentinel, password: secrets.sentinelPassword };
}
