import type { Redis } from 'ioredis';
import type { MonitorRequest } from './port.ts';

/** More than there can be sentinels: with it, none of them fails over, and everybody can see that it is not set up. */
const unfinishedQuorum = '1000';

/** REMOVE before MONITOR: a name that is known already cannot be monitored anew, and RESET would keep the old address. */
export async function monitor(connection: Redis, request: MonitorRequest): Promise<void> {
  await forget(connection, request.masterName);
  // Whoever dies before the next line leaves a sentinel without a password, which takes the master for dead for ever.
  await connection.call('SENTINEL', 'MONITOR', request.masterName, request.host, '6379', unfinishedQuorum);
  await tune(connection, request);
}

/** All of a master's settings in one command, so that the quorum is right only where the rest is. */
export async function tune(connection: Redis, { masterName, user, password, mark, settings }: Omit<MonitorRequest, 'host'>): Promise<void> {
  const options = {
    'auth-user': user,
    'auth-pass': password,
    'down-after-milliseconds': settings.downAfterMilliseconds,
    'failover-timeout': settings.failoverTimeoutMilliseconds,
    quorum: settings.quorum,
  };
  await connection.call('SENTINEL', 'SET', masterName, ...Object.entries(options).flatMap(([key, value]) => [key, String(value)]));
  await tellPasswordToSentinels(connection, password);
  const debug = { 'INFO-PERIOD': settings.infoPeriodMilliseconds, 'DEFAULT-FAILOVER-TIMEOUT': mark };
  // Last: the mark says that all the rest is there.
  await connection.call('SENTINEL', 'DEBUG', ...Object.entries(debug).flatMap(([key, value]) => [key, String(value)]));
}

/** Every change closes the connections to all other sentinels. */
async function tellPasswordToSentinels(connection: Redis, password: string): Promise<void> {
  if ((await passwordToSentinels(connection)) === password) return;
  await connection.call('SENTINEL', 'CONFIG', 'SET', 'sentinel-pass', password);
}

export async function passwordToSentinels(connection: Redis): Promise<string> {
  const [, password = ''] = (await connection.call('SENTINEL', 'CONFIG', 'GET', 'sentinel-pass')) as readonly string[];
  return password;
}

/**
 * To be told the password, even the one that it has, makes a sentinel close its connections to all servers of the master, and to all other sentinels.
 * It looks names up again only when it connects.
 */
export async function reconnect(connection: Redis, masterName: string, password: string): Promise<void> {
  await connection.call('SENTINEL', 'SET', masterName, 'auth-pass', password);
  await connection.call('SENTINEL', 'CONFIG', 'SET', 'sentinel-pass', password);
}

export async function forget(connection: Redis, masterName: string): Promise<void> {
  await connection.call('SENTINEL', 'REMOVE', masterName).catch(ignoreUnknownMaster);
}

function ignoreUnknownMaster(error: unknown): void {
  if ((error as { name?: unknown } | null)?.name !== 'ReplyError') throw error;
}
