import { spawn } from 'node:child_process';

export type ProgramOptions = {
  readonly env?: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal | undefined;
};

const keptOutput = 4000;

/**
 * Runs a program to its end, also when it is told to stop, and returns what it wrote to its standard output.
 *
 * @throws when it is not installed, was stopped, or ends with another code than 0: the message holds the end of what it wrote
 */
export function runProgram(program: string, args: readonly string[], { env, signal }: ProgramOptions = {}): Promise<string> {
  signal?.throwIfAborted();
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  let output = '';
  let last = '';
  const keep = (text: string) => {
    last = (last + text).slice(-keptOutput);
  };
  // A process group of its own: mmdebstrap hangs up its whole group when it is stopped, and that would be ours.
  const child = spawn(program, args, { env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'pipe'], detached: true });
  const stop = () => stopGroup(child.pid);
  signal?.addEventListener('abort', stop);
  process.once('exit', stop);
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    output += text;
    keep(text);
  });
  child.stderr.setEncoding('utf8').on('data', keep);
  child.on('error', (error: NodeJS.ErrnoException) => {
    const isMissing = error.code === 'ENOENT';
    reject(isMissing ? new Error(`${program} is not installed. Remedy: apt-get install ${program}`, { cause: error }) : error);
  });
  child.on('close', (code, killedBy) => {
    signal?.removeEventListener('abort', stop);
    process.removeListener('exit', stop);
    if (signal?.aborted) reject(signal.reason);
    else if (code === 0) resolve(output);
    else reject(new Error(`${program} ${args.join(' ')} ended with ${killedBy ?? `code ${code}`}:\n${last.trim()}`));
  });
  return promise;
}

function stopGroup(pid: number | undefined): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, 'SIGTERM');
  } catch {
    // It ended by itself in the meantime.
  }
}
