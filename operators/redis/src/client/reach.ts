import { connect } from 'node:net';
import type { Reach } from './port.ts';

/** Asks by opening a connection and closing it, without a word. */
export function probeReach({ ip, port }: { readonly ip: string; readonly port: number }, timeoutMs: number): Promise<Reach> {
  return new Promise((resolve) => {
    const socket = connect({ host: ip, port, timeout: timeoutMs });
    const settle = (reach: Reach) => {
      socket.destroy();
      resolve(reach);
    };
    socket.once('connect', () => settle('accepts'));
    socket.once('timeout', () => settle('silent'));
    socket.once('error', ({ code }: NodeJS.ErrnoException) => settle(code === 'ECONNREFUSED' ? 'refuses' : 'silent'));
  });
}
