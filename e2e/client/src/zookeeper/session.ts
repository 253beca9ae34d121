import { readFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { type Connection, openConnection } from '../../../../operators/zookeeper/src/client/connection.ts';
import {
  create,
  creatorOnly,
  endSession,
  getChildren,
  getData,
  logIn,
  type Node,
  type Operation,
  openToAll,
  setData,
  sync,
} from '../../../../operators/zookeeper/src/client/operations.ts';
import { returnCode } from '../../../../operators/zookeeper/src/client/return-code.ts';
import type { SessionKey } from '../../../../operators/zookeeper/src/client/session-grant.ts';
import { CallError } from './call-error.ts';
import type { ZookeeperLoadOptions } from './options.ts';

/**
 * A client that stays in one session for as long as ZooKeeper lets it, on one server after the other, and opens another when it has
 * expired. Calls reject with CallError; while there is no connection they do so at once, and nothing is sent.
 */
export type Session = {
  create(path: string, data: string): Promise<void>;
  get(path: string): Promise<Node>;
  /** Only if the node has this version; its next one is greater by 1. */
  set(path: string, data: string, version: number): Promise<void>;
  children(path: string): Promise<readonly string[]>;
  /** Catches up with the leader: what was written before is read afterwards. */
  sync(path: string): Promise<void>;
  /** How often a session came to its end by itself. */
  expirations(): number;
  close(): void;
};

const connectTimeoutMs = 1_000;
const reconnectMs = 50;

export function openSession(options: ZookeeperLoadOptions): Session {
  const { servers, sessionTimeoutMs, commandTimeoutMs, login } = options;
  const access = login === undefined ? openToAll : creatorOnly;
  let connection: Connection | undefined;
  let key: SessionKey | undefined;
  let expirations = 0;
  let isClosed = false;
  // Not all on the same one.
  let next = Math.floor(Math.random() * servers.length);

  async function stayConnected(): Promise<void> {
    while (!isClosed) {
      const { host, port } = servers[next % servers.length] ?? { host: '', port: 0 };
      next += 1;
      const verify = verificationOf(options, host);
      const opened = await openConnection({ host, port, verify, sessionTimeoutMs, connectTimeoutMs, ...(key && { session: key }) });
      if (opened === 'expired') {
        expirations += 1;
        key = undefined;
      } else if (opened !== 'unreachable') {
        // What is asked for is answered in order, so nothing comes before this.
        if (login !== undefined) void opened.call(logIn(login.username, readFileSync(login.passwordFile, 'utf8')));
        connection = opened;
        // It was closed in the meantime.
        if (isClosed) end(opened);
        await opened.closed;
        connection = undefined;
        key = opened.key();
      }
      await delay(reconnectMs);
    }
  }

  async function call<T>(operation: Operation<T>): Promise<T> {
    const answer = connection?.call(operation) ?? Promise.resolve({ code: returnCode.invalidState, value: undefined });
    const timer = new AbortController();
    const timeout = delay(commandTimeoutMs, { code: returnCode.operationTimeout, value: undefined }, { signal: timer.signal });
    const { code, value } = await Promise.race([answer, timeout.catch(() => ({ code: returnCode.operationTimeout, value: undefined }))]);
    timer.abort();
    if (code !== returnCode.ok) throw new CallError(code);
    return value as T;
  }

  void stayConnected();
  return {
    create: (path, data) => call(create(path, data, access)),
    get: (path) => call(getData(path)),
    set: (path, data, version) => call(setData(path, data, version)),
    children: (path) => call(getChildren(path)),
    sync: (path) => call(sync(path)),
    expirations: () => expirations,
    close: () => {
      isClosed = true;
      if (connection) end(connection);
    },
  };
}

function verificationOf({ caFile }: ZookeeperLoadOptions, host: string) {
  return caFile === undefined ? undefined : { authorities: readFileSync(caFile, 'utf8'), name: host };
}

/** Gives the server a moment to end the session, which else would live on until it expires. */
function end(connection: Connection): void {
  const timer = setTimeout(() => connection.destroy(), connectTimeoutMs);
  void connection.call(endSession).then(() => {
    clearTimeout(timer);
    connection.destroy();
  });
}
