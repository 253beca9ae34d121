import type { EventSource, Key } from '@dataservices/reconcile';
import type { Credentials } from './connection.ts';
import { createFollowing } from './following.ts';
import type { Target } from './port.ts';
import { keepVigil } from './vigil.ts';

/** Watches over whoever leads, so that its loss, and its return beside another, is seen at once and not at the next look. */
export type MasterWatch = EventSource & {
  /** Watches over these servers of the cluster from now on, and over no others of it. */
  follow(key: Key, servers: readonly Target[], credentials: Credentials): void;
  /** Addresses of those that give no sign of life. It says where to look, and is never a reason to act. */
  lost(key: Key): ReadonlySet<string>;
};

export function createMasterWatch(): MasterWatch {
  let enqueue: (key: Key) => void = () => {};
  const following = createFollowing((key, target, credentials) => keepVigil(target, credentials, () => enqueue(key)));
  return {
    start(next) {
      enqueue = next;
    },
    async stop() {
      following.closeAll();
    },
    follow: following.follow,
    lost: (key) => new Set([...following.of(key)].filter(([, vigil]) => vigil.isLost()).map(([address]) => address)),
  };
}
