import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const execute = promisify(execFile);

/**
 * Runs a script of this folder in a process of its own, so that nothing else is in its memory, and reads the JSON of its last line.
 * Nothing checks `T`: both sides import it from the script.
 *
 * @throws Error with what the script wrote, where it fails
 */
export async function runMeasured<T>(script: string, args: readonly string[]): Promise<T> {
  const path = fileURLToPath(new URL(script, import.meta.url));
  // client-node still uses punycode; nothing to act on.
  const { stdout } = await execute(process.execPath, ['--expose-gc', '--disable-warning=DEP0040', path, ...args], { maxBuffer: 2 ** 26 });
  return JSON.parse(stdout.trim().split('\n').at(-1) ?? '') as T;
}
