import { setTimeout as delay } from 'node:timers/promises';
import { returnCode } from '../../../../operators/zookeeper/src/client/return-code.ts';
import { nowMs } from '../attempt.ts';
import { Ledger } from '../ledger.ts';
import { recordWrites, runLoad } from '../run-load.ts';
import { CallError } from './call-error.ts';
import { History } from './history.ts';
import type { ZookeeperLoadOptions } from './options.ts';
import { contendForRegisters } from './register-client.ts';
import { openSession, type Session } from './session.ts';
import { registerPaths, summarize, writesPath, type ZookeeperLoadSummary } from './summary.ts';

const registerPauseMs = 40;
const retryMs = 200;

/**
 * One session creates nodes at a fixed rate, for gaps and losses; others contend for registers, for the history that is checked
 * for linearizability. Until the signal, the duration or POST /finish.
 */
export function runZookeeperLoad(options: ZookeeperLoadOptions, signal: AbortSignal): Promise<ZookeeperLoadSummary> {
  const ledger = new Ledger(nowMs());
  const history = new History();
  const sessions = Array.from({ length: options.clients + 1 }, () => openSession(options));
  const expiredSessions = () => sessions.reduce((sum, session) => sum + session.expirations(), 0);
  return runLoad({
    ledger,
    port: options.port,
    signal,
    history: () => history.text(),
    write: (stop) => write(options, { ledger, history, sessions }, stop),
    summarize: (endedMs) => summarize({ options, ledger, history, expiredSessions }, endedMs),
  });
}

type Work = { readonly ledger: Ledger; readonly history: History; readonly sessions: readonly Session[] };

async function write(options: ZookeeperLoadOptions, { ledger, history, sessions }: Work, signal: AbortSignal): Promise<number> {
  const [writer, ...clients] = sessions;
  if (writer === undefined) throw new Error('there is no session to write in');
  const { prefix, registers } = options;
  const keys = registerPaths(prefix, registers);
  const contended = new AbortController();
  try {
    for (const path of [prefix, writesPath(prefix), ...keys]) await createFirst(writer, path, signal);
    const contention = clients.map((session, client) =>
      contendForRegisters({ session, client, keys, history, pauseMs: registerPauseMs }, contended.signal),
    );
    const create = (seq: number) => writer.create(`${writesPath(prefix)}/${seq}`, String(seq));
    const endedMs = await recordWrites({ ...options, ledger, write: create }, signal);
    contended.abort();
    await Promise.all(contention);
    return endedMs;
  } finally {
    for (const session of sessions) session.close();
  }
}

/** Errors before the first connection say nothing of the fault under test, so that writing starts after it. */
async function createFirst(session: Session, path: string, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    try {
      return await session.create(path, '');
    } catch (error) {
      if (error instanceof CallError && error.number === returnCode.nodeExists) return;
      await delay(retryMs);
    }
  }
}
