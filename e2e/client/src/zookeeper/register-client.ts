import { setTimeout as delay } from 'node:timers/promises';
import { returnCode } from '../../../../operators/zookeeper/src/client/return-code.ts';
import { CallError } from './call-error.ts';
import { callTime, type History, type Operation, returnTime } from './history.ts';
import type { Session } from './session.ts';

export type RegisterClient = {
  readonly session: Session;
  readonly client: number;
  readonly keys: readonly string[];
  readonly history: History;
  /** Milliseconds between two attempts. */
  readonly pauseMs: number;
};

/**
 * Reads a register and sets it on condition that nobody else did so in between, again and again, one register after the other,
 * until the signal. Only what was set is recorded: a read may be of the past, which ZooKeeper permits.
 */
export async function contendForRegisters({ session, client, keys, history, pauseMs }: RegisterClient, signal: AbortSignal): Promise<void> {
  for (let count = 0; !signal.aborted; count += 1) {
    const key = keys[(client + count) % keys.length] ?? '';
    await delay(pauseMs * (0.5 + Math.random()));
    const node = await session.get(key).catch(() => undefined);
    if (node === undefined) continue;
    const operation = await setOnce(session, { client, key, expected: node.version, value: `${client}-${count}` });
    if (operation !== undefined) history.record(operation);
  }
}

type Attempt = { readonly client: number; readonly key: string; readonly expected: number; readonly value: string };

/** Undefined where it was never sent. */
async function setOnce(session: Session, attempt: Attempt): Promise<Operation | undefined> {
  const call = callTime();
  try {
    await session.set(attempt.key, attempt.value, attempt.expected);
    return { ...attempt, op: 'set', call, return: returnTime(), result: 'ok' };
  } catch (error) {
    const code = error instanceof CallError ? error.number : undefined;
    if (code === returnCode.invalidState) return undefined;
    if (code === returnCode.badVersion) return { ...attempt, op: 'set', call, return: returnTime(), result: 'stale' };
    if (code === returnCode.noNode) return { ...attempt, op: 'set', call, return: returnTime(), result: 'missing' };
    return { ...attempt, op: 'set', call, return: null, result: 'unknown' };
  }
}

/** After all clients have stopped: what the register holds for good. */
export async function readForGood(session: Session, client: number, key: string): Promise<Operation> {
  await session.sync(key);
  const call = callTime();
  try {
    const { version, data } = await session.get(key);
    return { client, key, op: 'read', version, value: data, call, return: returnTime(), result: 'ok' };
  } catch (error) {
    if (!(error instanceof CallError) || error.number !== returnCode.noNode) throw error;
    return { client, key, op: 'read', version: 0, value: '', call, return: returnTime(), result: 'missing' };
  }
}
