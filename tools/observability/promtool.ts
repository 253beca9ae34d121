import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ensureDebianProgram } from '../bootstrap/ensure-debian-program.mjs';

/** Fetches promtool where it is not here yet, which takes longer than a test may: `beforeAll(fetchPromtool, fetchTimeoutMs)`. */
export async function fetchPromtool(): Promise<void> {
  await ensureDebianProgram('promtool');
}

export const fetchTimeoutMs = 300_000;

/**
 * Runs promtool in a folder with these files. JSON is YAML.
 *
 * @throws Error with what promtool found wrong
 */
export async function runPromtool(args: readonly string[], files: Readonly<Record<string, object>>): Promise<string> {
  const program = await ensureDebianProgram('promtool');
  const folder = mkdtempSync(join(tmpdir(), 'dataservices-promtool-'));
  try {
    for (const [name, content] of Object.entries(files)) writeFileSync(join(folder, name), JSON.stringify(content));
    return execFileSync(program, args, { cwd: folder, encoding: 'utf8', stdio: 'pipe' });
  } catch (error) {
    const { stdout = '', stderr = '' } = error as { stdout?: string; stderr?: string };
    throw new Error(`promtool ${args.join(' ')}:\n${stdout}${stderr}`, { cause: error });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
