import { readFileSync } from 'node:fs';
import { Redis, type RedisOptions } from 'ioredis';
import type { LoadOptions } from './load-options.ts';
import type { Address } from './parse-values.ts';

/** The type of its replyMapping depends on the connection, and no shared options can have it. */
type Route = Omit<RedisOptions, 'replyMapping'>;

const reconnectMs = 50;

/** A connection for writing: it fails at once while it has no master, and finds the next one as fast as ioredis can. */
export function connectWriter(options: LoadOptions): Redis {
  if (options.mode === 'sentinel') return connect(options, viaSentinels(options));
  // A pinned connection may see READONLY as often as it likes: leaving is what it must not do.
  return connect(options, direct(options.host, options.mode === 'service'));
}

/** A connection that leads to the current master, for reading back. */
export function connectReader(options: LoadOptions): Redis {
  const { sentinels, verifyHost, host } = options;
  return connect(options, sentinels.length > 0 ? viaSentinels(options) : direct(verifyHost ?? host, true));
}

function connect(options: LoadOptions, route: Route): Redis {
  const redis = new Redis({ ...common(options), ...route });
  let lastMessage = '';
  redis.on('error', (error: Error) => {
    if (error.message !== lastMessage) console.error(`connection: ${error.message}`);
    lastMessage = error.message;
  });
  redis.on('close', () => Object.assign(redis.options, credentials(options)));
  // A failover that is announced while ioredis is on its way to the lost master ends the connection for good: it has to be told to go on.
  redis.on('end', () => setTimeout(() => redis.connect().catch(() => {}), reconnectMs));
  return redis;
}

/** Ends a connection for good. */
export function closeConnection(redis: Redis): void {
  redis.removeAllListeners('end');
  redis.disconnect();
}

function common(options: LoadOptions): Route {
  const { commandTimeoutMs } = options;
  return {
    ...credentials(options),
    ...authorities(options),
    protocol: 2,
    // A queued or resent write would hide the gap, and could be applied twice.
    enableOfflineQueue: false,
    autoResendUnfulfilledCommands: false,
    maxRetriesPerRequest: 0,
    commandTimeout: commandTimeoutMs,
    // A command that timed out does not close the connection: to a node without power it would stay open for minutes.
    socketTimeout: commandTimeoutMs + 200,
    connectTimeout: 1000,
    // Closing politely waits for an answer that a dead server never gives.
    disconnectTimeout: 100,
    retryStrategy: () => reconnectMs,
  };
}

function viaSentinels(options: LoadOptions): Route {
  const { sentinels, masterName } = options;
  return {
    sentinels: sentinels.map((address) => ({ ...address })),
    name: masterName,
    role: 'master',
    failoverDetector: true,
    sentinelCommandTimeout: 500,
    sentinelRetryStrategy: () => 100,
    // Its default is a minute, in which the detector is deaf to a sentinel that was restarted.
    sentinelReconnectStrategy: () => 500,
    // The list given is stable; what sentinels say of each other may be addresses of pods that are gone.
    updateSentinels: false,
    reconnectOnError: leaveReadOnly,
  };
}

function direct(address: Address | undefined, canMove: boolean): Route {
  return { ...address, ...(canMove && { reconnectOnError: leaveReadOnly }) };
}

/** Not 2 (resend): without an offline queue the resent command fails as "not connected", which hides the reason. */
function leaveReadOnly(error: Error): boolean | 1 {
  return error.message.startsWith('READONLY') ? 1 : false;
}

function credentials({ username, passwordFile, sentinelUsername, sentinelPasswordFile }: LoadOptions): Route {
  return {
    ...(username && { username }),
    ...(passwordFile && { password: readSecret(passwordFile) }),
    ...(sentinelUsername && { sentinelUsername }),
    ...(sentinelPasswordFile && { sentinelPassword: readSecret(sentinelPasswordFile) }),
  };
}

/** Read again at every connection, those to the sentinels included: another authority is there for a while before it signs. */
function authorities({ caFile, sentinels }: LoadOptions): Route {
  if (caFile === undefined) return {};
  const tls = {
    get ca() {
      return readFileSync(caFile);
    },
  };
  return { tls, ...(sentinels.length > 0 && { enableTLSForSentinelMode: true, sentinelTLS: tls }) };
}

function readSecret(file: string): string {
  return readFileSync(file, 'utf8').replace(/\r?\n$/, '');
}
