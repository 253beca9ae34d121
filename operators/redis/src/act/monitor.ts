import type { SentinelSettings } from '../client/port.ts';
import { markOf } from '../plan/password-mark.ts';
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

/** Has one sentinel make its connections anew. It keeps all that it knows. */
export function reconnectSentinel(context: ActContext, pod: string): Promise<void> {
  return context.redis.reconnect(sentinelTarget(context, pod), context.observed.names.masterName, passwordOf(context));
}

function sentinelRequest(context: ActContext, settings: SentinelSettings) {
  const { names, secrets } = context.observed;
  const mark = markOf(secrets.internal.current.sentinel ?? '');
  return { masterName: names.masterName, settings, user: users.sentinel, password: passwordOf(context), mark };
}

function passwordOf({ observed: { names, secrets } }: ActContext): string {
  if (secrets.sentinelPassword === undefined) throw new TargetGone(`Secret ${names.internalSecret} has no sentinel-password`);
  return secrets.sentinelPassword;
}
