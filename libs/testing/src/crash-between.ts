import { isDeepStrictEqual } from 'node:util';
import type { Action } from '@dataservices/plan';
import fc from 'fast-check';
import { type CrashModel, type CrashPoint, type ModelRun, type RunOptions, runModel } from './crash-model.ts';

/**
 * Kills the operator before and after every single action, restarts it, and expects the same end each time.
 *
 * @returns the run without a crash
 * @throws Error that names the crash and has the trace: where an invariant breaks, where the end is not reached, or is another one
 */
export function crashBetweenActions<World, Observed, A extends Action>(
  model: CrashModel<World, Observed, A>,
  options: Omit<RunOptions, 'crashes'> = {},
): ModelRun<World> {
  const reference = runModel(model, options);
  if (reference.actions === 0) throw new Error('the run without a crash did nothing: there is nothing to crash between');
  for (let action = 1; action <= reference.actions; action += 1) {
    for (const when of ['before', 'after'] as const) expectSameEnd(model, reference, [{ action, when }], options);
  }
  return reference;
}

export type RandomCrashOptions = Omit<RunOptions, 'crashes'> & {
  /** How many crashes in one run at most. Default 4. */
  readonly most?: number;
  /** Default 100. */
  readonly numRuns?: number;
};

/** The same with several crashes in one run, wherever chance has them. A failure prints the seed, and shrinks to the fewest crashes. */
export function crashAnywhere<World, Observed, A extends Action>(
  model: CrashModel<World, Observed, A>,
  { most = 4, numRuns = 100, ...options }: RandomCrashOptions = {},
): void {
  const reference = runModel(model, options);
  const point = fc.record({
    // Beyond the end too: a crash makes a run longer.
    action: fc.integer({ min: 1, max: reference.actions * 2 + 2 }),
    when: fc.constantFrom('before' as const, 'after' as const),
  });
  const points = fc.uniqueArray(point, { selector: ({ action }) => action, maxLength: most });
  fc.assert(
    fc.property(points, (crashes) => expectSameEnd(model, reference, crashes, options)),
    { numRuns },
  );
}

function expectSameEnd<World, Observed, A extends Action>(
  model: CrashModel<World, Observed, A>,
  reference: ModelRun<World>,
  crashes: readonly CrashPoint[],
  options: Omit<RunOptions, 'crashes'>,
): void {
  const { world, trace } = runModel(model, { ...options, crashes });
  const print = model.fingerprint ?? ((end: World) => end as unknown);
  const [expected, found] = [print(reference.world), print(world)];
  if (isDeepStrictEqual(expected, found)) return;
  const points = crashes.map(({ action, when }) => `${when} action ${action}`).join(', ');
  throw new Error(
    `another end after a crash ${points}:\n  without: ${JSON.stringify(expected)}\n  with:    ${JSON.stringify(found)}\n${trace.join('\n')}`,
  );
}
