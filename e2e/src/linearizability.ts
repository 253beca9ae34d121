import { existsSync } from 'node:fs';
import { mkdir, rename } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { binariesKey } from '../../tools/bootstrap/binaries-folder.mjs';
import { cacheFolder } from '../../tools/bootstrap/cache-folder.mjs';
import { ensureGo } from '../../tools/bootstrap/ensure-go.mjs';
import { runCommand } from '../cluster/src/index.ts';
import { runProgram } from '../images/src/run-program.ts';
import { repository } from './results-folder.ts';

/** Whether some order of the operations, each between its call and its return, explains what was answered. */
export type Verdict = {
  readonly result: 'linearizable' | 'violated' | 'undecided';
  readonly operations: number;
  readonly registers: number;
  /** Registers that no order explains. */
  readonly violated?: readonly string[];
};

const source = join(repository, 'e2e/linearizability');
/** It gives up after two by itself. */
const timeoutMs = 3 * 60_000;

/**
 * @param history lines of JSON, as the load client of ZooKeeper tells them
 * @throws Error when a line is no operation
 */
export async function checkLinearizability(history: string): Promise<Verdict> {
  return JSON.parse(await runCommand(await ensureChecker(), [], { input: history, timeoutMs })) as Verdict;
}

/** Built from source, in two seconds, unless that has been done for exactly this source. */
async function ensureChecker(): Promise<string> {
  const program = join(cacheFolder(), 'linearizability', binariesKey(source));
  if (existsSync(program)) return program;
  await mkdir(dirname(program), { recursive: true });
  const partial = `${program}.${process.pid}`;
  const env = { CGO_ENABLED: '0', GOFLAGS: '-buildvcs=false', GOTOOLCHAIN: 'local', GOWORK: 'off' };
  await runProgram(await ensureGo(), ['build', '-C', source, '-trimpath', '-o', partial, '.'], { env });
  await rename(partial, program);
  return program;
}
