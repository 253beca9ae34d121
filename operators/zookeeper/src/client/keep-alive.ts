import type { Socket } from 'node:net';
import { JuteWriter } from './jute.ts';
import { pingType } from './operations.ts';

export const pingXid = -2;

/**
 * Keeps a session alive, and closes the connection on a server that is silent for two thirds of the session's time: early enough for
 * the session to go on elsewhere. The socket's own timeout does not serve, as what is sent puts it off.
 */
export function keepAlive(socket: Socket, timeoutMs: number): { readonly heard: () => void } {
  const silence = setTimeout(() => socket.destroy(), (timeoutMs * 2) / 3);
  const pings = setInterval(() => socket.write(new JuteWriter().int(pingXid).int(pingType).frame()), timeoutMs / 3);
  socket.on('close', () => {
    clearInterval(pings);
    clearTimeout(silence);
  });
  return { heard: () => void silence.refresh() };
}
