import type { EventSource, Key } from '@dataservices/reconcile';
import { Redis } from 'ioredis';
import { type Credentials, callTimeoutMs } from './connection.ts';
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

type Subscription = { readonly connection: Redis; readonly password: string };

/** Listens to every sentinel, because a single one may be the one that is cut off; each message asks for a reconcile of its cluster. */
export type SentinelWatch = EventSource & {
  /** Listens to these sentinels of the cluster from now on, and to no others of it. */
  follow(key: Key, sentinels: readonly Target[], credentials: Credentials): void;
};

export function createSentinelWatch(): SentinelWatch {
  const clusters = new Map<Key, Map<string, Subscription>>();
  let enqueue: (key: Key) => void = () => {};

  function follow(key: Key, sentinels: readonly Target[], credentials: Credentials): void {
    const current = clusters.get(key) ?? new Map<string, Subscription>();
    const wanted = new Map(sentinels.map((target) => [`${target.ip}:${target.port}`, target]));
    for (const [address, { connection, password }] of current) {
      if (wanted.has(address) && password === credentials.password) continue;
      connection.disconnect();
      current.delete(address);
    }
    for (const [address, target] of wanted) {
      if (current.has(address)) continue;
      current.set(address, { connection: subscribe(target, credentials, () => enqueue(key)), password: credentials.password });
    }
    if (current.size === 0) clusters.delete(key);
    else clusters.set(key, current);
  }

  return {
    start(next) {
      enqueue = next;
    },
    async stop() {
      for (const subscriptions of clusters.values()) for (const { connection } of subscriptions.values()) connection.disconnect();
      clusters.clear();
    },
    follow,
  };
}

function subscribe({ ip, port }: Target, { username, password }: Credentials, onMessage: () => void): Redis {
  const connection = new Redis({
    host: ip,
    port,
    username,
    password,
    protocol: 2,
    enableReadyCheck: false,
    disableClientInfo: true,
    connectTimeout: callTimeoutMs,
    maxRetriesPerRequest: null,
    retryStrategy: () => reconnectMs,
  });
  // Losing the connection is told by the pod watch; here it only means to try again.
  connection.on('error', () => {});
  connection.on('message', onMessage);
  connection.subscribe(...channels).catch(() => {});
  return connection;
}
