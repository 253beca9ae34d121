import { setTimeout as delay } from 'node:timers/promises';
import { returnCode } from '../../../../operators/zookeeper/src/client/return-code.ts';
import { nowMs } from '../attempt.ts';
import { openGuide, recordGuide } from '../guides/open-guide.ts';
import { Ledger } from '../ledger.ts';
import { recordWrites, runLoad } from '../run-load.ts';
import { CallError } from './call-error.ts';
import { zookeeperGuides } from './guides.ts';
import { History } from './history.ts';
import type { ZookeeperLoadOptions } from './options.ts';
import { contendForRegisters } from './register-client.ts';
import { openSession, type Session } from './session.ts';
import { registerPaths, summarize, writesPath, type ZookeeperLoadSummary } from './summary.ts';

const registerPauseMs = 40;
const retryMs = 200;

/**
 * One session creates nodes at a fixed rate, for gaps and losses; others contend for registers, for the history that is checked
 * for linearizability. Until the signal, the duration or POST /finish. With a guide, it creates the nodes, and nobody contends.
 */
export function runZookeeperLoad(options: ZookeeperLoadOptions, signal: AbortSignal): Promise<ZookeeperLoadSummary> {
  const ledger = new Ledger(nowMs());
  const history = new History();
  const clients = options.guide === undefined ? options.clients : 0;
  const sessions = Array.from({ length: clients + 1 }, () => openSession(options));
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
    const endedMs = await createNodes(options, { ledger, writer }, signal);
    contended.abort();
    await Promise.all(contention);
    return endedMs;
  } finally {
    for (const session of sessions) session.close();
  }
}

async function createNodes(
  options: ZookeeperLoadOptions,
  { ledger, writer }: { readonly ledger: Ledger; readonly writer: Session },
  signal: AbortSignal,
): Promise<number> {
  const target = writesPath(options.prefix);
  const create = (seq: number) => writer.create(`${target}/${seq}`, String(seq));
  if (options.guide === undefined) return recordWrites({ ...options, ledger, write: create }, signal);
  const guide = openGuide(options.guide, zookeeperGuides, { target, take: () => {} });
  try {
    return await recordGuide(guide, { ...options, ledger }, signal);
  } finally {
    await guide.close();
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
