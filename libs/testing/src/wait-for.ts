export type WaitOptions = {
  /** Default 5 s. */
  readonly timeoutMs?: number;
  /** The first pause between two looks. Default 5 ms. */
  readonly intervalMs?: number;
};

const longestPauseMs = 100;

/**
 * Waits until `check` returns something else than undefined or false. Pauses grow with the time that has passed, by a twentieth of it: hundreds of
 * looks in a second would keep the server busy that is waited for.
 *
 * @throws Error that says what was waited for
 */
export async function waitFor<T>(
  what: string,
  check: () => T | undefined | false | Promise<T | undefined | false>,
  options: WaitOptions = {},
): Promise<T> {
  const { timeoutMs = 5000, intervalMs = 5 } = options;
  const startMs = performance.now();
  for (;;) {
    const value = await check();
    if (value !== undefined && value !== false) return value;
    const waitedMs = performance.now() - startMs;
    if (waitedMs > timeoutMs) throw new Error(`still waiting for ${what} after ${timeoutMs} ms`);
    const pauseMs = Math.max(intervalMs, Math.min(longestPauseMs, waitedMs / 20));
    await new Promise((resolve) => setTimeout(resolve, pauseMs));
  }
}
