import { setTimeout as delay } from 'node:timers/promises';
import type { Ledger, LoadState } from '../ledger.ts';
import type { History } from './history.ts';
import type { ZookeeperLoadOptions } from './options.ts';
import { readForGood } from './register-client.ts';
import { openSession, type Session } from './session.ts';

export type ZookeeperLoadSummary = Omit<LoadState, 'startedMs' | 'lastSuccessMs'> & {
  readonly type: 'summary';
  /** Acknowledged creations whose node is not there; null when nobody could be asked, and `verifyError` says why. */
  readonly lost: number | null;
  /** Of the acknowledged creations, in milliseconds; null without any. */
  readonly p99Ms: number | null;
  /** Operations on registers by their results. The history has each of them. */
  readonly registers: Readonly<Record<string, number>>;
  /** Sessions that did not outlive what happened. */
  readonly expiredSessions: number;
  readonly verifyError?: string;
};

/** Below the 30 s that a pod has between SIGTERM and its end. */
const verifyDeadlineMs = 25_000;
const retryMs = 200;

export type Run = {
  readonly options: ZookeeperLoadOptions;
  readonly ledger: Ledger;
  readonly history: History;
  readonly expiredSessions: () => number;
};

/** Looks for what was acknowledged, and says all that is known of the run. Never rejects: a run without figures helps nobody. */
export async function summarize({ options, ledger, history, expiredSessions }: Run, endedMs: number): Promise<ZookeeperLoadSummary> {
  const { startedMs: _startedMs, lastSuccessMs: _lastSuccessMs, ...state } = ledger.state(endedMs);
  const known = { type: 'summary', ...state, p99Ms: ledger.p99Ms(), expiredSessions: expiredSessions() } as const;
  const session = openSession(options);
  const endMs = performance.now() + verifyDeadlineMs;
  try {
    await retry(endMs, () => readRegisters(session, options, history));
    const lost = await retry(endMs, () => countLost(session, options, ledger));
    return { ...known, registers: history.results(), lost };
  } catch (error) {
    return { ...known, registers: history.results(), lost: null, verifyError: error instanceof Error ? error.message : String(error) };
  } finally {
    session.close();
  }
}

async function readRegisters(session: Session, { prefix, registers, clients }: ZookeeperLoadOptions, history: History): Promise<void> {
  const reads = await Promise.all(registerPaths(prefix, registers).map((path) => readForGood(session, clients, path)));
  for (const read of reads) history.record(read);
}

async function countLost(session: Session, { prefix }: ZookeeperLoadOptions, { acknowledged }: Ledger): Promise<number> {
  await session.sync(writesPath(prefix));
  const found = new Set(await session.children(writesPath(prefix)));
  let lost = 0;
  for (const seqs of acknowledged.batches(1000)) lost += seqs.filter((seq) => !found.has(String(seq))).length;
  return lost;
}

async function retry<T>(endMs: number, read: () => Promise<T>): Promise<T> {
  for (;;) {
    try {
      return await read();
    } catch (error) {
      if (performance.now() > endMs) throw error;
      await delay(retryMs);
    }
  }
}

export function writesPath(prefix: string): string {
  return `${prefix}/writes`;
}

export function registerPaths(prefix: string, count: number): readonly string[] {
  return Array.from({ length: count }, (_, index) => `${prefix}/register-${index}`);
}
