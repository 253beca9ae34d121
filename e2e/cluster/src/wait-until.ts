import { setTimeout as delay } from 'node:timers/promises';

export type WaitOptions = {
  /** What is awaited, for the error message: `node1 to be Ready`. */
  readonly what: string;
  readonly timeoutMs: number;
  /** Default 100. */
  readonly intervalMs?: number;
  /** Added to the error message: the state at the end, or where to look. */
  readonly explain?: () => string | Promise<string>;
};

/**
 * Asks until the answer is something other than `undefined` or `false`. A check that throws counts as "not yet".
 *
 * @throws Error that says what was awaited, for how long, and the last error of the check
 */
export async function waitUntil<T>(check: () => Promise<T | undefined | false> | T | undefined | false, options: WaitOptions): Promise<T> {
  const startMs = performance.now();
  let lastError: unknown;
  for (;;) {
    try {
      const answer = await check();
      if (answer !== undefined && answer !== false) return answer;
      lastError = undefined;
    } catch (error) {
      if (error instanceof GiveUp) throw error;
      lastError = error;
    }
    if (performance.now() - startMs > options.timeoutMs) throw await timeout(options, lastError);
    await delay(options.intervalMs ?? 100);
  }
}

/** Thrown by a check that knows that waiting longer is of no use. */
export class GiveUp extends Error {}

async function timeout(options: WaitOptions, lastError: unknown): Promise<Error> {
  const seconds = Math.round(options.timeoutMs / 1000);
  const reason = lastError instanceof Error ? `: ${lastError.message}` : '';
  const explanation = options.explain === undefined ? '' : `\n${await options.explain()}`;
  return new Error(`waited ${seconds} s in vain for ${options.what}${reason}${explanation}`, { cause: lastError });
}
