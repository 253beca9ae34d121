import type { SpawnOptions } from 'node:child_process';

/**
 * One headline that shows for how long the work has been going on.
 *
 * @param work gets a function that runs a program with its output in the step's log
 * @throws Error with the telling lines of that log, where the work fails
 */
export function runStep<T>(
  headline: string,
  work: (run: (command: string, args: readonly string[], options?: SpawnOptions) => Promise<void>) => Promise<T>,
): Promise<T>;
