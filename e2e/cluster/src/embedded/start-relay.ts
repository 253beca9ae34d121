import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync } from 'node:fs';
import { createServer } from 'node:net';
import { fileURLToPath } from 'node:url';
import { logTail } from '../log-tail.ts';
import { logPath } from './daemon.ts';
import { apiPort, hostAddress, type Layout, namespacePath } from './layout.ts';
import { recordProcess } from './ledger.ts';
import { identifyProcess } from './process-table.ts';

const relayProgram = fileURLToPath(new URL('./relay.ts', import.meta.url));

/**
 * Offers the cluster's API server on 127.0.0.1 of the machine.
 *
 * @returns the port, which was free
 */
export async function startRelay(layout: Layout): Promise<number> {
  const server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the relay has no port');
  const log = openSync(logPath(layout, 'relay'), 'a');
  const namespace = `--net=${namespacePath(layout.hostNamespace)}`;
  const child = spawn('nsenter', [namespace, process.execPath, relayProgram, hostAddress, `${apiPort}`], {
    detached: true,
    stdio: ['ignore', log, log, 'ipc'],
    cwd: layout.folder,
    env: {},
  });
  closeSync(log);
  const identity = child.pid === undefined ? undefined : identifyProcess(child.pid);
  if (identity === undefined) throw new Error(`the relay could not be started: see ${logPath(layout, 'relay')}`);
  recordProcess(layout, { ...identity, name: 'relay' });
  child.send('listen', server);
  const failed = once(child, 'exit').then(() => Promise.reject(new Error(`the relay ended early; ${logTail(logPath(layout, 'relay'))}`)));
  await Promise.race([once(child, 'message'), failed]);
  server.close();
  child.disconnect();
  child.unref();
  return address.port;
}
