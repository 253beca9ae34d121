import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';

export type CommandResult = {
  readonly exitCode: number;
  /** Both streams in the order of their arrival, without colours: not every program can be told to leave them out. */
  readonly output: string;
  readonly elapsedMs: number;
};

/**
 * Runs a program of the repository to its end. Never throws: what cannot be started has failed.
 *
 * @param timeoutMs how long it may take; default 20 minutes
 */
export function runCommand(
  root: string,
  [program, ...args]: readonly [string, ...string[]],
  timeoutMs = 20 * 60_000,
): Promise<CommandResult> {
  const started = performance.now();
  const env = {
    ...process.env,
    PATH: `${join(root, 'node_modules/.bin')}:${process.env.PATH ?? ''}`,
    // A daemon would outlive the run, and answer the next one with the state of this checkout.
    NX_DAEMON: 'false',
    FORCE_COLOR: '0',
  };
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    const finish = (exitCode: number, note = '') => {
      resolve({
        exitCode,
        output: stripVTControlCharacters(Buffer.concat(chunks).toString()) + note,
        elapsedMs: performance.now() - started,
      });
    };
    const child = spawn(program, args, { cwd: root, env, stdio: ['ignore', 'pipe', 'pipe'], timeout: timeoutMs, killSignal: 'SIGKILL' });
    child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk));
    child.stderr.on('data', (chunk: Buffer) => chunks.push(chunk));
    child.on('error', (error) => finish(1, `${program} could not be started: ${error.message}\n`));
    child.on('close', (code, signal) =>
      finish(code ?? 1, signal === null ? '' : `\nended by ${signal}; a step may take ${timeoutMs / 60_000} min\n`),
    );
  });
}
