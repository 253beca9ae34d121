import { nowMs } from './attempt.ts';
import type { Ledger } from './ledger.ts';

/** One line a second for people, apart from the log of attempts. */
export function reportProgress(ledger: Ledger, signal: AbortSignal): void {
  if (signal.aborted) return;
  let last = ledger.state(nowMs());
  const timer = setInterval(() => {
    const state = ledger.state(nowMs());
    const acknowledged = state.acknowledged - last.acknowledged;
    const failed = state.attempted - last.attempted - acknowledged;
    console.error(
      `${acknowledged} written, ${failed} failed; in all ${state.acknowledged} of ${state.attempted}, longest gap ${state.longestGapMs} ms`,
    );
    last = state;
  }, 1000);
  signal.addEventListener('abort', () => clearInterval(timer));
}
