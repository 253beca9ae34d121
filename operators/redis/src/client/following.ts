import type { Key } from '@dataservices/reconcile';
import type { Credentials } from './connection.ts';
import type { Target } from './port.ts';

/** Something that is kept open to one address. */
export type Followed = { close(): void };

/** What is kept open for each cluster, one for each address. */
export type Following<T extends Followed> = {
  /** Opens what is missing and closes what is not wanted any more; anew where the credentials are others. */
  follow(key: Key, targets: readonly Target[], credentials: Credentials): void;
  /** By address. */
  of(key: Key): ReadonlyMap<string, T>;
  closeAll(): void;
};

type Entry<T> = { readonly followed: T; readonly credentials: Credentials };

export function createFollowing<T extends Followed>(open: (key: Key, target: Target, credentials: Credentials) => T): Following<T> {
  const clusters = new Map<Key, Map<string, Entry<T>>>();

  function follow(key: Key, targets: readonly Target[], credentials: Credentials): void {
    const current = clusters.get(key) ?? new Map<string, Entry<T>>();
    const wanted = new Map(targets.map((target) => [addressOf(target), target]));
    for (const [address, { followed, credentials: used }] of current) {
      if (wanted.has(address) && isSame(used, credentials)) continue;
      followed.close();
      current.delete(address);
    }
    for (const [address, target] of wanted) {
      if (!current.has(address)) current.set(address, { followed: open(key, target, credentials), credentials });
    }
    if (current.size === 0) clusters.delete(key);
    else clusters.set(key, current);
  }

  return {
    follow,
    of: (key) => new Map([...(clusters.get(key) ?? [])].map(([address, { followed }]) => [address, followed])),
    closeAll() {
      for (const entries of clusters.values()) for (const { followed } of entries.values()) followed.close();
      clusters.clear();
    },
  };
}

/** Whom a connection trusts is settled when it is made, also for those that follow it. */
function isSame(used: Credentials, wanted: Credentials): boolean {
  return used.password === wanted.password && used.tls?.authorities === wanted.tls?.authorities;
}

export function addressOf({ ip, port }: Pick<Target, 'ip' | 'port'>): string {
  return `${ip}:${port}`;
}
