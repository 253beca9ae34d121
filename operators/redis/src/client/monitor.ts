import type { Redis } from 'ioredis';
import type { MonitorRequest, SentinelSettings } from './port.ts';

/** REMOVE before MONITOR: a name that is known already cannot be monitored anew, and RESET would keep the old address. */
export async function monitor(connection: Redis, request: MonitorRequest): Promise<void> {
  const { masterName, host, settings, user, password } = request;
  await connection.call('SENTINEL', 'REMOVE', masterName).catch(ignoreUnknownMaster);
  await connection.call('SENTINEL', 'MONITOR', masterName, host, '6379', String(settings.quorum));
  await connection.call('SENTINEL', 'SET', masterName, 'auth-user', user, 'auth-pass', password);
  await tune(connection, masterName, settings);
}

export async function tune(connection: Redis, masterName: string, settings: SentinelSettings): Promise<void> {
  const { quorum, downAfterMilliseconds, failoverTimeoutMilliseconds } = settings;
  const options = { quorum, 'down-after-milliseconds': downAfterMilliseconds, 'failover-timeout': failoverTimeoutMilliseconds };
  await connection.call('SENTINEL', 'SET', masterName, ...Object.entries(options).flatMap(([key, value]) => [key, String(value)]));
}

function ignoreUnknownMaster(error: unknown): void {
  if ((error as { name?: unknown } | null)?.name !== 'ReplyError') throw error;
}
