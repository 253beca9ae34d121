import { join } from 'node:path';
import { runCommand } from '../cluster/src/index.ts';
import { ensureGoProgram } from './go-program.ts';
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
  // Built in two seconds, the first time.
  const checker = await ensureGoProgram({ name: 'linearizability', source });
  return JSON.parse(await runCommand(checker, [], { input: history, timeoutMs })) as Verdict;
}
