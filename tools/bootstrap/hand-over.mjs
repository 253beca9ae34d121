import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { constants } from 'node:os';
import { join } from 'node:path';
import { repositoryRoot } from './repository-root.mjs';

/**
 * Runs the command in this process's place: same terminal, same signals, same end.
 *
 * @param {import('./command-plan.mjs').Plan} plan
 */
export function handOver({ program, args }) {
  if (!existsSync(program)) {
    throw new Error(
      `${program} is missing: npm has no Node 24 for this machine (${process.platform} ${process.arch}), or optional packages were left out`,
    );
  }
  const bin = join(repositoryRoot, 'node_modules', '.bin');
  const env = { ...process.env, PATH: `${bin}:${process.env.PATH ?? ''}` };
  const child = spawn(program, args, { stdio: 'inherit', env });
  for (const signal of ['SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  process.on('SIGINT', () => {
    // On a terminal, Ctrl-C has reached the child already, and many programs take a second one for "at once".
    if (!process.stdin.isTTY) child.kill('SIGINT');
  });
  child.on('error', (error) => {
    console.error(`error: ${program} cannot be run: ${error.message}`);
    process.exitCode = 1;
  });
  child.on('exit', (code, signal) => {
    process.exit(code ?? 128 + constants.signals[signal]);
  });
}
