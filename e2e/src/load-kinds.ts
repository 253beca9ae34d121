/** The ways in which clients write; what a fault costs depends on them. */
export const loadKinds = ['plain', 'wait', 'service', 'pinned'] as const;
export type LoadKind = (typeof loadKinds)[number];

/** One value for each client. */
export type PerLoad<T, K extends LoadKind = LoadKind> = Readonly<Record<K, T>>;

export type LoadClient = {
  /** As figures name it. */
  readonly label: string;
  readonly mode: 'sentinel' | 'service' | 'pinned';
  readonly wait: 0 | 1;
  readonly ratePerSecond: number;
  /** Whether it finds a new master. One that does not has no gap that says anything. */
  readonly follows: boolean;
};

export const loadClients: PerLoad<LoadClient> = {
  plain: { label: 'plain', mode: 'sentinel', wait: 0, ratePerSecond: 200, follows: true },
  wait: { label: 'WAIT 1', mode: 'sentinel', wait: 1, ratePerSecond: 200, follows: true },
  service: { label: 'Service', mode: 'service', wait: 0, ratePerSecond: 100, follows: true },
  // Whatever the old master acknowledges after a switch is lost: this client is there to be told so.
  pinned: { label: 'pinned', mode: 'pinned', wait: 0, ratePerSecond: 200, follows: false },
};

/** Asks of every client at once. */
export async function mapLoads<T, R, K extends LoadKind>(
  loads: PerLoad<T, K>,
  ask: (value: T, kind: K) => R | Promise<R>,
): Promise<PerLoad<R, K>> {
  const results = await Promise.all(entriesOf(loads).map(async ([kind, value]) => [kind, await ask(value, kind)] as const));
  return Object.fromEntries(results) as PerLoad<R, K>;
}

/** In the order of `loadKinds`. */
export function entriesOf<T, K extends LoadKind>(loads: PerLoad<T, K>): readonly (readonly [K, T])[] {
  const known = loadKinds as readonly LoadKind[];
  return (Object.entries(loads) as [K, T][]).sort(([a], [b]) => known.indexOf(a) - known.indexOf(b));
}

/** Those of the clients that find a new master. */
export function followers<T, K extends LoadKind>(loads: PerLoad<T, K>): readonly (readonly [K, T])[] {
  return entriesOf(loads).filter(([kind]) => loadClients[kind].follows);
}
