import { Redis } from 'ioredis';
import type { Target } from './port.ts';
import { RedisError } from './redis-error.ts';

/** Milliseconds for connecting, and again for each command, where nothing else is said. */
export const callTimeoutMs = 2_000;

export type Credentials = { readonly username: string; readonly password: string };

function createConnection({ ip, port }: Target, { username, password }: Credentials, timeoutMs: number): Redis {
  const connection = new Redis({
    host: ip,
    port,
    username,
    password,
    protocol: 2,
    lazyConnect: true,
    enableOfflineQueue: false,
    enableReadyCheck: false,
    disableClientInfo: true,
    maxRetriesPerRequest: 0,
    retryStrategy: () => null,
    connectTimeout: timeoutMs,
    commandTimeout: timeoutMs,
  });
  // Without a listener a lost connection is an uncaught exception. Every loss also rejects the command that was under way.
  connection.on('error', () => {});
  return connection;
}

/**
 * Runs `use` on a connection of its own, which is closed afterwards whatever happens.
 *
 * @throws RedisError
 */
export async function withConnection<T>(
  target: Target,
  credentials: Credentials,
  use: (connection: Redis) => Promise<T>,
  timeoutMs = callTimeoutMs,
): Promise<T> {
  const connection = createConnection(target, credentials, timeoutMs);
  try {
    await connection.connect();
    return await use(connection);
  } catch (error) {
    throw RedisError.from(target, error);
  } finally {
    connection.disconnect();
  }
}
