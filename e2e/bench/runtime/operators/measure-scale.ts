import type { Spread } from '../../../src/statistics.ts';
import { spreadOfRuns } from '../spread-of-runs.ts';
import { allSeen, gentleMs } from './all-seen.ts';
import { type AtRest, measureAtRest } from './measure-at-rest.ts';
import { type OperatorBench, operatorInput } from './operator-bench.ts';
import { type OperatorInput, withOperator } from './operator-process.ts';
import { type FirstPass, reconcileFromNothing } from './reconcile-from-nothing.ts';

export type ScaleFigure = {
  readonly objects: number;
  /** From the start of the process, with objects that nobody has reconciled yet, to the last one settled; pods are simulated. */
  readonly firstMs: Spread;
  /** Requests of the operator to the API server for each object, in that time. */
  readonly firstRequestsEach: Spread;
  /** The same for a process that finds them all as they should be: to the last one looked at. */
  readonly againMs: Spread;
  readonly rest: AtRest;
};

export type ScaleInput = { readonly objects: number; readonly repetitions: number; readonly restSeconds: number };

/**
 * So many custom resources, reconciled from nothing, and then by a new process that finds them done. Each repetition has a namespace
 * of its own, which is all that its operator sees.
 */
export async function measureScale(bench: OperatorBench, { objects, repetitions, restSeconds }: ScaleInput): Promise<ScaleFigure> {
  const firsts: FirstPass[] = [];
  for (let round = 0; round < repetitions; round += 1) firsts.push(await reconcileFromNothing(bench, `bench-${objects}-${round}`, objects));
  const done = operatorInput(bench, `bench-${objects}-0`);
  const againMs: number[] = [];
  for (let round = 0; round < repetitions; round += 1) againMs.push(await lookAtAllAgain(done, objects));
  const rest = await withOperator(done, async (operator) => {
    await allSeen(operator, objects, gentleMs);
    return measureAtRest(bench.kube, operator, done, restSeconds);
  });
  return {
    objects,
    firstMs: spreadOfRuns(firsts.map(({ ms }) => ms)),
    firstRequestsEach: spreadOfRuns(firsts.map(({ requestsEach }) => requestsEach)),
    againMs: spreadOfRuns(againMs),
    rest,
  };
}

function lookAtAllAgain(input: OperatorInput, objects: number): Promise<number> {
  return withOperator(input, async (operator, startMs) => {
    await allSeen(operator, objects);
    return performance.now() - startMs;
  });
}
