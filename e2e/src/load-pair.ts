import { setTimeout as delay } from 'node:timers/promises';
import { awaitWrites, type Load, type LoadState, type LoadSummary, startLoad } from './load.ts';
import { pickNode } from './pick-node.ts';
import type { RedisRef } from './redis-object.ts';
import type { TestBed } from './test-bed.ts';

export type Both<T> = { readonly plain: T; readonly wait: T };

/** Two clients side by side: one takes the master's word for a write, the other waits for a replica's. */
export type LoadPair = {
  readonly state: () => Promise<Both<LoadState>>;
  readonly mark: (name: string) => Promise<void>;
  /**
   * Returns when both have written again for a while after the last mark.
   *
   * @param onTick called about twice a second while it lasts
   * @throws Error when one of them does not within `timeoutMs`
   */
  readonly awaitRecovery: (options: RecoveryOptions) => Promise<void>;
  readonly finish: () => Promise<Both<LoadSummary>>;
  readonly remove: () => Promise<void>;
};

export type RecoveryOptions = {
  readonly timeoutMs: number;
  /** Less than this after the mark, the fault may not have shown yet. Default 8 s. */
  readonly settleMs?: number;
  readonly onTick?: (state: Both<LoadState>) => void;
};

export type LoadPairInput = {
  readonly cluster: RedisRef;
  /** Must be new for each pair. */
  readonly name: string;
  /** A node that is going to be broken. */
  readonly avoidNode?: string | undefined;
};

/** Starts both clients and returns when both write. */
export async function startLoadPair(bed: TestBed, { cluster, name, avoidNode }: LoadPairInput): Promise<LoadPair> {
  const nodeName = await pickNode(bed, avoidNode);
  const [plain, wait] = await Promise.all([
    startLoad(bed, { cluster, nodeName, name: `${name}-plain`, wait: 0 }),
    startLoad(bed, { cluster, nodeName, name: `${name}-wait`, wait: 1 }),
  ]);
  const both = async <T>(ask: (load: Load) => Promise<T>): Promise<Both<T>> => {
    const [first, second] = await Promise.all([ask(plain), ask(wait)]);
    return { plain: first, wait: second };
  };
  await both((load) => awaitWrites(bed, cluster, load));
  const state = () => both((load) => load.state());
  return {
    state,
    mark: async (mark) => {
      await both((load) => load.mark(mark));
    },
    awaitRecovery: (options) => awaitRecovery(state, options),
    finish: () => both((load) => load.finish()),
    remove: async () => {
      await both((load) => load.remove());
    },
  };
}

async function awaitRecovery(
  state: () => Promise<Both<LoadState>>,
  { timeoutMs, settleMs = 8000, onTick }: RecoveryOptions,
): Promise<void> {
  const startMs = performance.now();
  let last = await state();
  for (;;) {
    await delay(400);
    const elapsedMs = performance.now() - startMs;
    // One question that gets lost on its way says nothing about the clients; an answer that never comes does.
    const now = await state().catch((error: unknown) => {
      if (elapsedMs > timeoutMs) throw error;
      return last;
    });
    onTick?.(now);
    if (elapsedMs > settleMs && hasRecovered(last.plain, now.plain) && hasRecovered(last.wait, now.wait)) return;
    if (elapsedMs > timeoutMs) throw new Error(describeSilence(now, elapsedMs));
    last = now;
  }
}

/** It writes right now, and the longest gap since the mark is not one that still lasts. */
function hasRecovered(last: LoadState, { marks, lastSuccessMs }: LoadState): boolean {
  return lastSuccessMs !== last.lastSuccessMs && marks.at(-1)?.firstSuccessAfterMs !== null;
}

function describeSilence({ plain, wait }: Both<LoadState>, elapsedMs: number): string {
  const client = (name: string, { acknowledged, errors, marks }: LoadState) => {
    const causes = Object.entries(errors).map(([error, count]) => `${error} ${count}`);
    return `${name}: ${Math.round((marks.at(-1)?.gapMs ?? 0) / 1000)} s without writes, ${acknowledged} acknowledged, failed: ${causes.join(', ') || 'none'}`;
  };
  return `${Math.round(elapsedMs / 1000)} s after the fault writes have not come back. ${client('Plain', plain)}. ${client('WAIT 1', wait)}.`;
}
