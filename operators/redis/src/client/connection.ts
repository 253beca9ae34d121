import { Redis } from 'ioredis';
import type { Target } from './port.ts';
import { RedisError } from './redis-error.ts';
import { TlsConnector } from './tls-connector.ts';

/** Milliseconds for connecting, and again for each command, where nothing else is said. */
export const callTimeoutMs = 2_000;

/** By which passwords somebody may be let in. */
export type Login = {
  readonly password: string;
  /** To be tried where that one is refused: of the other generation, while passwords are being changed. */
  readonly others?: readonly string[];
};

export type Credentials = Login & {
  readonly username: string;
  /** Absent: in the clear. */
  readonly tls?: TlsAccess | undefined;
};

export type TlsAccess = {
  /** PEM: one of them must have signed the server's certificate. */
  readonly authorities: string;
  /** A server's certificate must be for its pod's name in this domain. */
  readonly domain: string;
};

/** Milliseconds that a connection that was closed here is left for the other side to close: who hangs never does, and ioredis waits for it. */
const closeMs = 20;

/** For ioredis: the address is the pod's, the name that is verified the one that it announces. */
function tlsOptions({ pod }: Target, tls: TlsAccess | undefined) {
  return tls === undefined ? {} : { tls: { ca: tls.authorities, servername: `${pod}.${tls.domain}` }, Connector: TlsConnector };
}

/** What all connections to one server have in common: where it is and as whom, and no command but those that are asked for. */
export function loginOptions(target: Target, { username, password, tls }: Credentials) {
  return {
    host: target.ip,
    port: target.port,
    ...tlsOptions(target, tls),
    username,
    password,
    protocol: 2,
    enableReadyCheck: false,
    disableClientInfo: true,
    disconnectTimeout: closeMs,
  } as const;
}

function createConnection(target: Target, credentials: Credentials, timeoutMs: number): Redis {
  return new Redis({
    ...loginOptions(target, credentials),
    lazyConnect: true,
    enableOfflineQueue: false,
    maxRetriesPerRequest: 0,
    retryStrategy: () => null,
    connectTimeout: timeoutMs,
    commandTimeout: timeoutMs,
  });
}

/**
 * Runs `use` on a connection of its own, which is closed afterwards whatever happens. A server that refuses the password is asked again with
 * the others: it has started with what was mounted before.
 *
 * @throws RedisError
 */
export async function withConnection<T>(
  target: Target,
  credentials: Credentials,
  use: (connection: Redis) => Promise<T>,
  timeoutMs = callTimeoutMs,
): Promise<T> {
  const [next, ...others] = credentials.others ?? [];
  try {
    return await connectOnce(target, credentials, use, timeoutMs);
  } catch (error) {
    const isRefused = error instanceof RedisError && error.code === 'WrongPassword';
    if (!isRefused || next === undefined) throw error;
    return withConnection(target, { ...credentials, password: next, others }, use, timeoutMs);
  }
}

async function connectOnce<T>(
  target: Target,
  credentials: Credentials,
  use: (connection: Redis) => Promise<T>,
  timeoutMs: number,
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
    throw causeOf(target, loss) ?? RedisError.from(target, error);
  } finally {
    connection.disconnect();
  }
}

/** Why a connection was lost, where that says more than that it was: a login that was refused, or not answered in time; a certificate. */
function causeOf(target: Target, loss: unknown): RedisError | undefined {
  const cause = loss === undefined ? undefined : RedisError.from(target, loss);
  return cause?.code === 'Unreachable' ? undefined : cause;
}
