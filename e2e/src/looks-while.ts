import { setTimeout as delay } from 'node:timers/promises';

/** What was found, and when it was known. */
export type Look = { readonly atMs: number; readonly isSo: boolean };

/** Looks again and again while something is done, the first time at its beginning. A look that fails says nothing, as one that finds it is not so. */
export async function looksWhile(act: () => Promise<void>, isSo: () => Promise<boolean>, everyMs: number): Promise<readonly Look[]> {
  const looks: Look[] = [];
  const over = new AbortController();
  const look = async () => {
    while (!over.signal.aborted) {
      const isNow = await isSo().catch(() => false);
      looks.push({ atMs: performance.now(), isSo: isNow });
      await delay(everyMs, undefined, { signal: over.signal }).catch(() => undefined);
    }
  };
  const looking = look();
  try {
    await act();
  } finally {
    over.abort();
    await looking;
  }
  return looks;
}
