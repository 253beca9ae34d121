import type { EventSource, Key } from '@dataservices/reconcile';
import { Redis } from 'ioredis';
import { type Credentials, callTimeoutMs, loginOptions } from './connection.ts';
import { createFollowing } from './following.ts';
import type { Target } from './port.ts';

/** What sentinels say that changes who leads or who can. */
const channels = [
  '+switch-master',
  '+sdown',
  '-sdown',
  '+odown',
  '+promoted-slave',
  '+failover-end',
  '-failover-abort-no-good-slave',
  '+slave',
  '+reboot',
];

const reconnectMs = 1_000;

/** Listens to every sentinel, because a single one may be the one that is cut off; each message asks for a reconcile of its cluster. */
export type SentinelWatch = EventSource & {
  /** Listens to these sentinels of the cluster from now on, and to no others of it. */
  follow(key: Key, sentinels: readonly Target[], credentials: Credentials): void;
};

export function createSentinelWatch(): SentinelWatch {
  let enqueue: (key: Key) => void = () => {};
  const { follow, closeAll } = createFollowing((key, target, credentials) => subscribe(target, credentials, () => enqueue(key)));
  return {
    start(next) {
      enqueue = next;
    },
    async stop() {
      closeAll();
    },
    follow,
  };
}

function subscribe(target: Target, credentials: Credentials, onMessage: () => void) {
  const connection = new Redis({
    ...loginOptions(target, credentials),
    connectTimeout: callTimeoutMs,
    maxRetriesPerRequest: null,
    retryStrategy: () => reconnectMs,
  });
  // Losing the connection is told by the pod watch; here it only means to try again.
  connection.on('error', () => {});
  connection.on('message', onMessage);
  connection.subscribe(...channels).catch(() => {});
  return { close: () => connection.disconnect() };
}
