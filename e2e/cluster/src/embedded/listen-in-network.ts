import { spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Server } from 'node:net';
import { fileURLToPath } from 'node:url';
import { hostAddress, type Layout, namespacePath } from './layout.ts';

const listenerProgram = fileURLToPath(new URL('./network-listener.ts', import.meta.url));

/**
 * Opens a port of the control plane's address, which pods reach and this process itself does not.
 *
 * @returns the server, whose connections this process gets; it is closed with the process at the latest
 */
export async function listenInNetwork(layout: Layout): Promise<Server> {
  const namespace = `--net=${namespacePath(layout.hostNamespace)}`;
  const child = spawn('nsenter', [namespace, process.execPath, listenerProgram, hostAddress], {
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    env: {},
  });
  const ended = once(child, 'exit').then(() => Promise.reject(new Error('the process that was to open a port ended early')));
  const [, server] = await Promise.race([once(child, 'message'), ended]);
  ended.catch(() => {});
  return server as Server;
}
