import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { repository } from './results-folder.ts';

const execute = promisify(execFile);
const shownCharacters = 4000;

export type BashOptions = {
  readonly env: NodeJS.ProcessEnv;
  /** What the command reads. Omitted: nothing. */
  readonly input?: string | undefined;
  readonly timeoutMs: number;
};

/**
 * Runs a command in the repository's root, as a user would.
 *
 * @returns what it printed, and what it printed as errors after that
 * @throws Error with the end of both where it ends with another code than 0, or takes too long
 */
export async function runBash(command: string, { env, input = '', timeoutMs }: BashOptions): Promise<string> {
  const options = { cwd: repository, env, timeout: timeoutMs, maxBuffer: Number.POSITIVE_INFINITY };
  const running = execute('bash', ['-o', 'pipefail', '-c', command], options);
  // A command that ends without reading its input is known by its exit code.
  running.child.stdin?.on('error', () => {});
  running.child.stdin?.end(input);
  try {
    const { stdout, stderr } = await running;
    return stdout + stderr;
  } catch (error) {
    throw new Error(`${endOf(error, timeoutMs)}\n${command}\n${outputOf(error).slice(-shownCharacters)}`);
  }
}

function endOf(error: unknown, timeoutMs: number): string {
  const { killed, code } = error as { readonly killed?: boolean; readonly code?: number | string };
  return killed === true ? `did not end within ${timeoutMs / 1000} s` : `ended with ${code}`;
}

function outputOf(error: unknown): string {
  const { stdout = '', stderr = '' } = error as { readonly stdout?: string; readonly stderr?: string };
  return `${stdout}${stderr}`.trim();
}
