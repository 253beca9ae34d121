import { nowMs } from './attempt.ts';
import { recordGuide } from './guides/open-guide.ts';
import { Ledger } from './ledger.ts';
import type { LoadOptions } from './load-options.ts';
import { type LoadSummary, summarizeLoad } from './load-summary.ts';
import { openWriter } from './redis-writer.ts';
import { runLoad } from './run-load.ts';

/** Writes until the signal, the duration or POST /finish ends it, and reads everything back. */
export function runRedisLoad(options: LoadOptions, signal: AbortSignal): Promise<LoadSummary> {
  const ledger = new Ledger(nowMs());
  return runLoad({
    ledger,
    port: options.port,
    signal,
    write: (stop) => write(options, ledger, stop),
    summarize: (endedMs) => summarizeLoad(options, ledger, endedMs),
  });
}

async function write(options: LoadOptions, ledger: Ledger, signal: AbortSignal): Promise<number> {
  const writer = openWriter(options);
  try {
    return await recordGuide(writer, { ...options, ledger }, signal);
  } finally {
    await writer.close();
  }
}
