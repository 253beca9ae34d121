import { isKubeError } from './errors.ts';
import { sleep } from './sleep.ts';

/** client-go's bound (k8s.io/client-go, rest/with_retry.go). */
const mostRetries = 10;

export type PutOffOptions = {
  /** Ends the waiting; its reason is thrown. */
  readonly signal: AbortSignal;
  /** No wait goes beyond it: the error that asks for a longer one is thrown instead. As `performance.now()`. */
  readonly endMs: number;
  /** Called before each repetition. */
  readonly admit: () => Promise<void>;
};

/**
 * Repeats a read as long as the server puts it off: 429 or 5xx with a Retry-After in seconds. client-go repeats writes too.
 * Here, they fail at once, with `retry` saying when to come back: a 5xx may have been carried out, and whoever
 * writes should look again before it does so the second time.
 *
 * @param attempt must change nothing
 * @throws what the last attempt threw; the signal's reason
 */
export async function repeatWhilePutOff<T>(attempt: () => Promise<T>, { signal, endMs, admit }: PutOffOptions): Promise<T> {
  for (let retries = 0; ; retries += 1) {
    try {
      return await attempt();
    } catch (error) {
      const waitMs = askedWaitMs(error);
      if (waitMs === undefined || retries === mostRetries || performance.now() + waitMs >= endMs) throw error;
      await sleep(waitMs, signal);
      signal.throwIfAborted();
      await admit();
    }
  }
}

/** For how long the server asks to be left alone; undefined where it does not, or where waiting would not help. */
export function askedWaitMs(error: unknown): number | undefined {
  if (!isKubeError(error) || (error.status !== 429 && error.status < 500)) return undefined;
  return typeof error.retry === 'object' ? error.retry.afterMs : undefined;
}
