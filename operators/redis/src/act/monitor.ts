import type { SentinelSettings } from '../client/port.ts';
import { users } from '../settings.ts';
import { type ActContext, sentinelTarget, TargetGone } from './act-context.ts';

/** Has one sentinel monitor `host`, whatever it monitored before. */
export async function monitorMaster(context: ActContext, pod: string, host: string, settings: SentinelSettings): Promise<void> {
  const { names, secrets } = context.observed;
  if (secrets.sentinelPassword === undefined) throw new TargetGone(`Secret ${names.internalSecret} has no sentinel-password`);
  await context.redis.monitor(sentinelTarget(context, pod), {
    masterName: names.masterName,
    host,
    settings,
    user: users.sentinel,
    password: secrets.sentinelPassword,
  });
}
