import type { TlsAccess } from '@dataservices/certificates';
import { type Answer, type Connection, openConnection } from './connection.ts';
import { endSession, logIn, type Operation } from './operations.ts';
import type { Target } from './port.ts';
import { returnCode } from './return-code.ts';
import { verificationOf } from './verification.ts';
import { ZookeeperError } from './zookeeper-error.ts';

export type Credentials = {
  readonly username: string;
  readonly password: string;
  /** Absent where the cluster speaks plaintext. */
  readonly tls?: TlsAccess | undefined;
};

/** Milliseconds until there is a session, and again for all that is done in it. */
export const callTimeoutMs = 2_500;

/** Milliseconds until a server forgets a session whose client is gone: the least that servers with default settings grant. */
const leaseMs = 4_000;

/** Asks for something, and resolves to ZooKeeper's return code. */
export type Ask = (operation: Operation<unknown>) => Promise<number>;

/** The same, with what was answered. */
export type Query = <T>(operation: Operation<T>) => Promise<Answer<T>>;

/**
 * Runs `use` in a session of its own, logged in, which is ended afterwards whatever happens. When the time is up, what was asked
 * for resolves to `operationTimeout`.
 *
 * @throws ZookeeperError Unreachable where no server grants a session in time, so that nothing was asked for
 */
export function withSession<T>(target: Target, credentials: Credentials, use: (ask: Ask) => Promise<T>): Promise<T> {
  return withQueries(target, credentials, (query) => use(async (operation) => (await query(operation)).code));
}

/** The same for whoever wants to know what was answered. @param limitMs for all that is done in it */
export async function withQueries<T>(
  target: Target,
  { username, password, tls }: Credentials,
  use: (query: Query) => Promise<T>,
  limitMs = callTimeoutMs,
): Promise<T> {
  const connection = await openConnection({
    host: target.ip,
    port: target.port,
    verify: verificationOf(target, tls),
    sessionTimeoutMs: leaseMs,
    connectTimeoutMs: callTimeoutMs,
  });
  if (connection === 'unreachable' || connection === 'expired') throw noSession(target);
  const timeout = Promise.withResolvers<{ readonly code: number }>();
  const timer = setTimeout(() => timeout.resolve({ code: returnCode.operationTimeout }), limitMs);
  const query: Query = (operation) => Promise.race([connection.call(operation), timeout.promise]);
  try {
    if ((await query(logIn(username, password))).code !== returnCode.ok) throw noSession(target);
    return await use(query);
  } finally {
    clearTimeout(timer);
    end(connection);
  }
}

/** Not waited for: the answer is of no use, and a server that is gone gives none. */
function end(connection: Connection): void {
  const timer = setTimeout(() => connection.destroy(), callTimeoutMs);
  void connection.call(endSession).then(() => {
    clearTimeout(timer);
    connection.destroy();
  });
}

function noSession({ pod, port }: Target): ZookeeperError {
  return new ZookeeperError('Unreachable', `${pod}:${port}: no session within ${callTimeoutMs} ms: it is not there, or part of no quorum`);
}
