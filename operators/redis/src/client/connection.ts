import { Redis } from 'ioredis';
import type { Target } from './port.ts';
import { isUntrusted, RedisError } from './redis-error.ts';
import { TlsConnector } from './tls-connector.ts';

/** Milliseconds for connecting, and again for each command, where nothing else is said. */
export const callTimeoutMs = 2_000;

export type Credentials = {
  readonly username: string;
  readonly password: string;
  /** Absent: in the clear. */
  readonly tls?: TlsAccess | undefined;
};

export type TlsAccess = {
  /** PEM: one of them must have signed the server's certificate. */
  readonly authorities: string;
  /** A server's certificate must be for its pod's name in this domain. */
  readonly domain: string;
};

/** For ioredis: the address is the pod's, the name that is verified the one that it announces. */
export function tlsOptions({ pod }: Target, tls: TlsAccess | undefined) {
  return tls === undefined ? {} : { tls: { ca: tls.authorities, servername: `${pod}.${tls.domain}` }, Connector: TlsConnector };
}

function createConnection(target: Target, { username, password, tls }: Credentials, timeoutMs: number): Redis {
  const connection = new Redis({
    host: target.ip,
    port: target.port,
    ...tlsOptions(target, tls),
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
  let loss: unknown;
  // Without a listener a lost connection is an uncaught exception. Every loss also rejects the command that was under way, without its cause.
  connection.on('error', (error) => {
    loss = error;
  });
  try {
    await connection.connect();
    return await use(connection);
  } catch (error) {
    throw RedisError.from(target, isUntrusted(loss) ? loss : error);
  } finally {
    connection.disconnect();
  }
}
