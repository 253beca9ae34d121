import { connect, type Socket } from 'node:net';
import { FrameSplitter, JuteReader, JuteWriter } from './jute.ts';
import { type Operation, pingType } from './operations.ts';
import { returnCode } from './return-code.ts';

/** What lets another connection go on with the session of this one. */
export type SessionKey = { readonly id: bigint; readonly password: Buffer; readonly lastZxid: bigint };

export type ConnectionOptions = {
  readonly host: string;
  readonly port: number;
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

type Waiting = { readonly xid: number; readonly settle: (code: number, body?: JuteReader) => void };

const notificationXid = -1;
const pingXid = -2;

/** Opens a connection and a session on it. Never rejects. */
export function openConnection(options: ConnectionOptions): Promise<Opened> {
  const { host, port, sessionTimeoutMs, connectTimeoutMs, session } = options;
  const { promise, resolve } = Promise.withResolvers<Opened>();
  const socket = connect({ host, port, noDelay: true });
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
  socket.on('connect', () => socket.write(connectRequest(sessionTimeoutMs, session)));
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

function connectRequest(sessionTimeoutMs: number, session: SessionKey | undefined): Buffer {
  const request = new JuteWriter()
    .int(0)
    .long(session?.lastZxid ?? 0n)
    .int(sessionTimeoutMs);
  return request
    .long(session?.id ?? 0n)
    .buffer(session?.password ?? Buffer.alloc(16))
    .bool(false)
    .frame();
}

type Grant = { readonly timeoutMs: number; readonly id: bigint; readonly password: Buffer };

function readGrant(message: Buffer): Grant | undefined {
  const reader = new JuteReader(message);
  reader.int();
  const [timeoutMs, id] = [reader.int(), reader.long()];
  return timeoutMs <= 0 ? undefined : { timeoutMs, id, password: Buffer.from(reader.buffer()) };
}

function useSession(socket: Socket, { timeoutMs, id, password }: Grant, seenZxid: bigint) {
  const waiting: Waiting[] = [];
  let lastZxid = seenZxid;
  let lastXid = 0;
  const closed = new Promise<void>((resolve) => {
    socket.on('close', () => {
      clearInterval(pings);
      clearTimeout(silence);
      for (const { settle } of waiting.splice(0)) settle(returnCode.connectionLoss);
      resolve();
    });
  });
  // A server that is gone without a word is noticed by its silence, early enough for the session to go on elsewhere. The socket's
  // own timeout does not serve: what is sent puts it off.
  const silence = setTimeout(() => socket.destroy(), (timeoutMs * 2) / 3);
  const pings = setInterval(() => socket.write(new JuteWriter().int(pingXid).int(pingType).frame()), timeoutMs / 3);

  function receive(message: Buffer): void {
    silence.refresh();
    const body = new JuteReader(message);
    const [xid, zxid, code] = [body.int(), body.long(), body.int()];
    if (zxid > 0n) lastZxid = zxid;
    if (xid === pingXid || xid === notificationXid) return;
    const next = waiting.shift();
    if (next?.xid === xid) next.settle(code, body);
    else {
      // Answers come in the order of the calls; any other would be taken for what it is not.
      next?.settle(returnCode.connectionLoss);
      socket.destroy();
    }
  }

  function call<T>(operation: Operation<T>): Promise<Answer<T>> {
    if (socket.destroyed) return Promise.resolve({ code: returnCode.invalidState });
    const { promise, resolve } = Promise.withResolvers<Answer<T>>();
    lastXid += 1;
    const xid = operation.xid ?? lastXid;
    const settle = (code: number, body?: JuteReader) =>
      resolve(code === returnCode.ok && body ? { code, value: operation.decode(body) } : { code });
    waiting.push({ xid, settle });
    const request = new JuteWriter().int(xid).int(operation.type);
    operation.encode(request);
    socket.write(request.frame());
    return promise;
  }

  const connection: Connection = { call, closed, key: () => ({ id, password, lastZxid }), destroy: () => socket.destroy() };
  return { connection, receive };
}
