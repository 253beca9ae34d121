import { glob, rm, stat } from 'node:fs/promises';

/** Each change of a program under development leaves up to 200 MB behind; going back by a few changes should still be quick. */
const keptCount = 3;

/** Removes all but the newest few of the files or folders that match. */
export async function keepNewest(pattern: string): Promise<void> {
  const found: { readonly path: string; readonly writtenMs: number }[] = [];
  for await (const path of glob(pattern)) found.push({ path, writtenMs: (await stat(path)).mtimeMs });
  const old = found.sort((a, b) => b.writtenMs - a.writtenMs).slice(keptCount);
  for (const { path } of old) await rm(path, { recursive: true, force: true });
}

/** A glob that matches exactly `length` hexadecimal digits: `redis-*` would take `redis-exporter-…` too. */
export function hexDigits(length: number): string {
  return '[0-9a-f]'.repeat(length);
}
