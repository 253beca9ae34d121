import { spawn } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { join } from 'node:path';
import { type Layout, namespacePath } from './layout.ts';
import { recordProcess } from './ledger.ts';
import { identifyProcess } from './process-table.ts';

export type DaemonOptions = {
  /** Unique in the cluster; also the name of its log. */
  readonly name: string;
  readonly networkNamespace: string;
  readonly command: string;
  readonly args: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
};

/** Starts a process that outlives this one, and remembers it. */
export function startDaemon(layout: Layout, { name, networkNamespace, command, args, env = {} }: DaemonOptions): void {
  const log = openSync(logPath(layout, name), 'a');
  // nsenter becomes the program, so the pid is the program's. `ip netns exec` would hide the cgroups by mounting /sys anew.
  const child = spawn('nsenter', [`--net=${namespacePath(networkNamespace)}`, command, ...args], {
    detached: true,
    stdio: ['ignore', log, log],
    cwd: layout.folder,
    env: { PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin', ...env },
  });
  closeSync(log);
  child.on('error', () => {});
  const identity = child.pid === undefined ? undefined : identifyProcess(child.pid);
  if (identity === undefined) throw new Error(`${name} could not be started: see ${logPath(layout, name)}`);
  recordProcess(layout, { ...identity, name });
  child.unref();
}

export function logPath(layout: Layout, name: string): string {
  return join(layout.logFolder, `${name}.log`);
}
