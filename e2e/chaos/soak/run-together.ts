import { setTimeout as delay } from 'node:timers/promises';

/** Something that goes on until its signal is aborted. */
export type Activity = (signal: AbortSignal) => Promise<void>;

/**
 * Runs the activities side by side for `durationMs`, or until the signal is aborted or one of them fails; returns when all have ended.
 *
 * @throws the first failure
 */
export async function runTogether(activities: readonly Activity[], durationMs: number, signal: AbortSignal): Promise<void> {
  const over = new AbortController();
  const stop = AbortSignal.any([signal, over.signal]);
  const running = activities.map((activity) =>
    activity(stop).catch((error: unknown) => {
      over.abort();
      throw error;
    }),
  );
  await pause(durationMs, stop);
  over.abort();
  const failed = (await Promise.allSettled(running)).find(({ status }) => status === 'rejected');
  if (failed?.status === 'rejected') throw failed.reason;
}

/** An activity that does something again and again. */
export function every(periodMs: number, act: () => void | Promise<void>): Activity {
  return async (signal) => {
    for (;;) {
      await pause(periodMs, signal);
      if (signal.aborted) return;
      await act();
    }
  };
}

/** Ends early, and without an error, when the signal is aborted. */
export async function pause(ms: number, signal: AbortSignal): Promise<void> {
  await delay(ms, undefined, { signal }).catch(() => {});
}
