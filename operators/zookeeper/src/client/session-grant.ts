import { JuteReader, JuteWriter } from './jute.ts';

/** What lets another connection go on with the session of this one. */
export type SessionKey = { readonly id: bigint; readonly password: Buffer; readonly lastZxid: bigint };

/** A session, as the server grants it. */
export type Grant = { readonly timeoutMs: number; readonly id: bigint; readonly password: Buffer };

/** The first message on a connection: asks for a session, or to go on with one. */
export function connectRequest(sessionTimeoutMs: number, session: SessionKey | undefined): Buffer {
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

/** The answer to it; undefined where the session that was to go on is over. */
export function readGrant(message: Buffer): Grant | undefined {
  const reader = new JuteReader(message);
  reader.int();
  const [timeoutMs, id] = [reader.int(), reader.long()];
  return timeoutMs <= 0 ? undefined : { timeoutMs, id, password: Buffer.from(reader.buffer()) };
}
