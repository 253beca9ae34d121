import { setTimeout as delay } from 'node:timers/promises';
import type { LoadState } from './load.ts';
import { entriesOf, followers, type LoadKind, loadClients, type PerLoad } from './load-kinds.ts';

export type RecoveryOptions<K extends LoadKind> = {
  readonly timeoutMs: number;
  /** Less than this after the mark, the fault may not have shown yet. Default 8 s. */
  readonly settleMs?: number | undefined;
  readonly onTick?: (state: PerLoad<LoadState, K>) => void;
};

/**
 * Returns when every client that can follow a master has written again for a while after its last mark.
 *
 * @throws Error that says what each of them saw, when one does not within `timeoutMs`
 */
export async function awaitRecovery<K extends LoadKind>(
  state: () => Promise<PerLoad<LoadState, K>>,
  { timeoutMs, settleMs = 8000, onTick }: RecoveryOptions<K>,
): Promise<void> {
  const startMs = performance.now();
  let last = await state().catch(() => undefined);
  for (;;) {
    await delay(400);
    const elapsedMs = performance.now() - startMs;
    // One question that gets lost on its way says nothing about the clients; an answer that never comes does.
    const now = await state().catch((error: unknown) => {
      if (elapsedMs > timeoutMs) throw error;
      return last;
    });
    if (now === undefined) continue;
    onTick?.(now);
    const before = last;
    if (before !== undefined && elapsedMs > settleMs && followers(now).every(([kind, load]) => hasRecovered(before[kind], load))) return;
    if (elapsedMs > timeoutMs) throw new Error(describeSilence(now, elapsedMs));
    last = now;
  }
}

/** It writes right now, and the longest gap since the mark is not one that still lasts. */
function hasRecovered(last: LoadState, { marks, lastSuccessMs }: LoadState): boolean {
  return lastSuccessMs !== last.lastSuccessMs && marks.at(-1)?.firstSuccessAfterMs !== null;
}

function describeSilence<K extends LoadKind>(states: PerLoad<LoadState, K>, elapsedMs: number): string {
  const clients = entriesOf(states).map(([kind, { acknowledged, errors, marks }]) => {
    const causes = Object.entries(errors).map(([error, count]) => `${error} ${count}`);
    const seconds = Math.round((marks.at(-1)?.gapMs ?? 0) / 1000);
    return `${loadClients[kind].label}: ${seconds} s without writes, ${acknowledged} acknowledged, failed: ${causes.join(', ') || 'none'}`;
  });
  return `${Math.round(elapsedMs / 1000)} s after the fault writes have not come back. ${clients.join('. ')}.`;
}
