import type { Socket } from 'node:net';
import { dial, type Verification } from './dial.ts';
import { FrameSplitter, JuteReader, JuteWriter } from './jute.ts';
import { keepAlive, pingXid } from './keep-alive.ts';
import type { Operation } from './operations.ts';
import { returnCode } from './return-code.ts';
import { connectRequest, type Grant, readGrant, type SessionKey } from './session-grant.ts';
import { WaitingCalls } from './waiting-calls.ts';

export type ConnectionOptions = {
  readonly host: string;
  readonly port: number;
  /** Absent for a connection in plaintext. */
  readonly verify?: Verification | undefined;
  /** Milliseconds that the session outlives a lost connection; the server may grant another time. */
  readonly sessionTimeoutMs: number;
  /** Milliseconds until the session is granted. */
  readonly connectTimeoutMs: number;
  /** A session to go on with. */
  readonly session?: SessionKey;
};

/** A code other than 0 says why there is no value: ZooKeeper's own, or `connectionLoss` where no answer came. */
export type Answer<T> = { readonly code: number; readonly value?: T };

export type Connection = {
  call<T>(operation: Operation<T>): Promise<Answer<T>>;
  /** Never rejects. */
  readonly closed: Promise<void>;
  key(): SessionKey;
  /** Leaves the session to another connection, or to its expiry. */
  destroy(): void;
};

/** `expired` is the server's own word: the session that was to go on is over. */
export type Opened = Connection | 'expired' | 'unreachable';

const notificationXid = -1;

/** Opens a connection and a session on it. Never rejects. */
export function openConnection(options: ConnectionOptions): Promise<Opened> {
  const { sessionTimeoutMs, connectTimeoutMs, session } = options;
  const { promise, resolve } = Promise.withResolvers<Opened>();
  const socket = dial(options, (open) => open.write(connectRequest(sessionTimeoutMs, session)));
  const splitter = new FrameSplitter();
  const timer = setTimeout(() => socket.destroy(), connectTimeoutMs);
  let receive = (message: Buffer) => {
    clearTimeout(timer);
    const granted = readGrant(message);
    if (granted === undefined) {
      resolve('expired');
      socket.destroy();
      return;
    }
    const opened = useSession(socket, granted, session?.lastZxid ?? 0n);
    receive = opened.receive;
    resolve(opened.connection);
  };
  socket.on('data', (bytes) => {
    try {
      for (const message of splitter.push(bytes)) receive(message);
    } catch {
      // What is there does not speak ZooKeeper's protocol, or not any more.
      socket.destroy();
    }
  });
  // Every loss is told by `close`, which follows.
  socket.on('error', () => {});
  socket.on('close', () => {
    clearTimeout(timer);
    resolve('unreachable');
  });
  return promise;
}

function useSession(socket: Socket, { timeoutMs, id, password }: Grant, seenZxid: bigint) {
  const waiting = new WaitingCalls();
  const { heard } = keepAlive(socket, timeoutMs);
  let lastZxid = seenZxid;
  let lastXid = 0;
  const closed = new Promise<void>((resolve) => {
    socket.on('close', () => {
      waiting.lose();
      resolve();
    });
  });

  function receive(message: Buffer): void {
    heard();
    const body = new JuteReader(message);
    const [xid, zxid, code] = [body.int(), body.long(), body.int()];
    if (zxid > 0n) lastZxid = zxid;
    if (xid === pingXid || xid === notificationXid) return;
    if (!waiting.answer(xid, code, body)) socket.destroy();
  }

  function call<T>(operation: Operation<T>): Promise<Answer<T>> {
    if (socket.destroyed) return Promise.resolve({ code: returnCode.invalidState });
    lastXid += 1;
    return send(socket, waiting, operation, operation.xid ?? lastXid);
  }

  const connection: Connection = { call, closed, key: () => ({ id, password, lastZxid }), destroy: () => socket.destroy() };
  return { connection, receive };
}

function send<T>(socket: Socket, waiting: WaitingCalls, operation: Operation<T>, xid: number): Promise<Answer<T>> {
  const { promise, resolve } = Promise.withResolvers<Answer<T>>();
  const settle = (code: number, body?: JuteReader) =>
    resolve(code === returnCode.ok && body ? { code, value: operation.decode(body) } : { code });
  waiting.add({ xid, settle });
  const request = new JuteWriter().int(xid).int(operation.type);
  operation.encode(request);
  socket.write(request.frame());
  return promise;
}
