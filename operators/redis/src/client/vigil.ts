import { Redis } from 'ioredis';
import { type Credentials, loginOptions } from './connection.ts';
import type { Followed } from './following.ts';
import type { Target } from './port.ts';

const pingMs = 500;

/** A server in good health answers within a few milliseconds, and within some hundred while it forks. A false alarm costs one look. */
const silentAfterMs = 500;

const tickMs = 100;

/** For a server that is back: one that was replaced meanwhile takes writes that will be lost, until somebody looks. */
const reconnectMs = 250;

/** Pings one server twice a second over one connection, and makes a new one as soon as it is lost or silent. */
export type Vigil = Followed & {
  /** Whether it gave no sign of life when it was due. False until it was due for the first time. */
  isLost(): boolean;
};

/** @param onChange the server was lost, or is back */
export function keepVigil(target: Target, credentials: Credentials, onChange: () => void): Vigil {
  let lost = false;
  let askedAtMs: number | undefined;
  let answeredAtMs = 0;
  const connection = new Redis({
    ...loginOptions(target, credentials),
    enableOfflineQueue: false,
    autoResendUnfulfilledCommands: false,
    connectTimeout: silentAfterMs,
    maxRetriesPerRequest: 0,
    retryStrategy: () => reconnectMs,
  });
  connection.on('error', () => {});
  // Closed, refused or not accepted in time. A process that has died says so at once, long before a ping is due.
  connection.on('close', () => {
    askedAtMs = undefined;
    tell(true);
  });
  // The login is a question as well: a process that hangs takes connections.
  connection.on('connect', () => {
    askedAtMs = performance.now();
  });
  connection.on('ready', () => void ask());
  const timer = setInterval(look, tickMs);

  function look(): void {
    const nowMs = performance.now();
    // Through a connection whose node was away, the kernel sends again only after a while: a new one gets through at once.
    if (askedAtMs !== undefined && nowMs - askedAtMs >= silentAfterMs) {
      askedAtMs = undefined;
      connection.disconnect(true);
    } else if (askedAtMs === undefined && nowMs - answeredAtMs >= pingMs) void ask();
  }

  async function ask(): Promise<void> {
    if (connection.status !== 'ready') return;
    askedAtMs = performance.now();
    if (!(await connection.ping().then(() => true, isReply))) return;
    askedAtMs = undefined;
    answeredAtMs = performance.now();
    tell(false);
  }

  function tell(isLost: boolean): void {
    if (lost === isLost) return;
    lost = isLost;
    onChange();
  }

  return {
    isLost: () => lost,
    close() {
      clearInterval(timer);
      onChange = () => {};
      connection.disconnect();
    },
  };
}

/** Whoever refuses a command is alive. */
function isReply(error: unknown): boolean {
  return (error as { readonly name?: unknown } | null)?.name === 'ReplyError';
}
