import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync } from 'node:fs';
import { join } from 'node:path';
import { binary } from './binaries.ts';
import { logTail } from './log-tail.ts';
import { GiveUp } from './wait-until.ts';

/** One of the cluster's programs as a process of the caller's. */
export type Child = { readonly name: string; readonly process: ChildProcess; readonly logPath: string };

/**
 * Starts a program whose output goes to `<folder>/<name>.log`. setpriv asks the kernel to end it with its parent, so that a test run
 * that was killed leaves nothing behind.
 *
 * @param program default: the cluster's own of that name
 */
export function startChild(folder: string, name: string, args: readonly string[], program = binary(name)): Child {
  const logPath = join(folder, `${name}.log`);
  const log = openSync(logPath, 'a');
  const child = spawn('setpriv', ['--pdeathsig', 'KILL', program, ...args], { stdio: ['ignore', log, log] });
  closeSync(log);
  // A program that cannot be started has no exit code; whoever waits for what it should do reports that it did not.
  child.on('error', (error) => process.stderr.write(`${name}: ${error.message}\n`));
  return { name, process: child, logPath };
}

/** Ends it at once. Safe to call twice. */
export async function stopChild({ process: child }: Child): Promise<void> {
  if (hasEnded(child)) return;
  const ended = once(child, 'exit');
  child.kill('SIGKILL');
  await ended;
}

/** @throws GiveUp with the end of its log, where one of them ended by itself */
export function expectAlive(children: readonly Child[]): void {
  const dead = children.find((child) => hasEnded(child.process));
  if (dead !== undefined) throw new GiveUp(`${dead.name} ended early; ${logTail(dead.logPath)}`);
}

function hasEnded(child: ChildProcess): boolean {
  return child.exitCode !== null || child.signalCode !== null;
}
