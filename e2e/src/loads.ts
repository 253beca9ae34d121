import { awaitRecovery, type RecoveryOptions } from './await-recovery.ts';
import { awaitWrites, type LoadState, type LoadSummary, startLoad } from './load.ts';
import { type LoadKind, loadClients, mapLoads, type PerLoad } from './load-kinds.ts';
import { pickNode } from './pick-node.ts';
import type { RedisRef } from './redis-object.ts';
import { masterPod } from './redis-objects-of.ts';
import type { TestBed } from './test-bed.ts';

/** Clients side by side, each of another kind. */
export type Loads<K extends LoadKind> = {
  readonly state: () => Promise<PerLoad<LoadState, K>>;
  readonly mark: (name: string) => Promise<void>;
  /** Returns when all that can follow have written again for a while after the last mark. */
  readonly awaitRecovery: (options: RecoveryOptions<K>) => Promise<void>;
  readonly finish: () => Promise<PerLoad<LoadSummary, K>>;
  readonly remove: () => Promise<void>;
};

export type LoadsInput<K extends LoadKind> = {
  readonly cluster: RedisRef;
  /** Must be new for each set of clients. */
  readonly name: string;
  readonly kinds: readonly K[];
  /** A node that is going to be broken. */
  readonly avoidNode?: string | undefined;
};

/** Starts a client of each kind and returns when all of them write. A pinned one stays with who is the master now. */
export async function startLoads<K extends LoadKind>(bed: TestBed, { cluster, name, kinds, avoidNode }: LoadsInput<K>): Promise<Loads<K>> {
  const nodeName = await pickNode(bed, avoidNode);
  const master = (await masterPod(bed, cluster)).metadata.name;
  const chosen = Object.fromEntries(kinds.map((kind) => [kind, loadClients[kind]])) as PerLoad<(typeof loadClients)[LoadKind], K>;
  const loads = await mapLoads(chosen, ({ mode, wait, ratePerSecond }, kind) =>
    startLoad(bed, { cluster, nodeName, name: `${name}-${kind}`, mode, pinnedTo: master, wait, ratePerSecond }),
  );
  await mapLoads(loads, (load) => awaitWrites(bed, cluster, load));
  const state = () => mapLoads(loads, (load) => load.state());
  return {
    state,
    mark: async (mark) => {
      await mapLoads(loads, (load) => load.mark(mark));
    },
    awaitRecovery: (options) => awaitRecovery(state, options),
    finish: () => mapLoads(loads, (load) => load.finish()),
    remove: async () => {
      await mapLoads(loads, (load) => load.remove());
    },
  };
}
