import type { Ledger, LoadState } from './ledger.ts';
import type { LoadOptions } from './load-options.ts';
import { closeConnection, connectReader } from './redis-connection.ts';
import { verifyWrites } from './verify-writes.ts';

export type LoadSummary = Omit<LoadState, 'startedMs' | 'lastSuccessMs'> & {
  readonly type: 'summary';
  /** Acknowledged writes that the master no longer has; null when it could not be asked, and `verifyError` says why. */
  readonly lost: number | null;
  /** Sequence numbers of the first few. */
  readonly lostSample: readonly number[];
  /** Of the acknowledged writes; null without any. */
  readonly p99Ms: number | null;
  readonly verifyError?: string;
};

/** Below the 30 s that a pod has between SIGTERM and its end. */
const verifyDeadlineMs = 25_000;
const sampleSize = 20;

/** Reads back what was acknowledged, and says all that is known of the run. Never rejects: a run without figures helps nobody. */
export async function summarizeLoad(options: LoadOptions, ledger: Ledger, endedMs: number): Promise<LoadSummary> {
  const { startedMs: _startedMs, lastSuccessMs: _lastSuccessMs, ...state } = ledger.state(endedMs);
  const known = { type: 'summary', ...state, p99Ms: ledger.p99Ms() } as const;
  const redis = connectReader(options);
  try {
    const lost = await verifyWrites(redis, options.prefix, ledger.acknowledged, verifyDeadlineMs);
    return { ...known, lost: lost.length, lostSample: lost.slice(0, sampleSize) };
  } catch (error) {
    return { ...known, lost: null, lostSample: [], verifyError: describe(error) };
  } finally {
    closeConnection(redis);
  }
}

function describe(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? `${error.message}: ${error.cause.message}` : error.message;
}
