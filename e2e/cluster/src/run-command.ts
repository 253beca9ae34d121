import { spawn } from 'node:child_process';

export type RunOptions = { readonly input?: string | undefined; readonly timeoutMs?: number };

/**
 * Runs a program without a shell.
 *
 * @returns its standard output
 * @throws Error with the program's own error output, when it fails, is missing, or takes longer than `timeoutMs` (default 60 s)
 */
export function runCommand(command: string, args: readonly string[], { input, timeoutMs = 60_000 }: RunOptions = {}): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { stdio: ['pipe', 'pipe', 'pipe'], timeout: timeoutMs, killSignal: 'SIGKILL' });
    const output: Buffer[] = [];
    const errors: Buffer[] = [];
    child.stdout.on('data', (chunk: Buffer) => output.push(chunk));
    child.stderr.on('data', (chunk: Buffer) => errors.push(chunk));
    child.on('error', (error) => reject(new Error(`${command} cannot be run: ${error.message}`, { cause: error })));
    child.on('close', (code, signal) => {
      if (code === 0) resolve(Buffer.concat(output).toString());
      else reject(new Error(`${command} ${args.join(' ')} ended with ${code ?? signal}: ${Buffer.concat(errors).toString().trim()}`));
    });
    // A program that ends without reading its input is reported by its exit code.
    child.stdin.on('error', () => {});
    child.stdin.end(input);
  });
}
