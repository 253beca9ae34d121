export type RepeatOptions<R, S> = {
  readonly result: R;
  readonly repetitions: number;
  /** What a result lacks for so many rounds, in the order in which it is measured. */
  readonly missing: (result: R, rounds: number) => readonly S[];
  readonly describe: (step: S) => string;
  /** One repetition of one thing: the result with it. */
  readonly repeat: (result: R, step: S, round: number) => Promise<R>;
  /** Called after every repetition. */
  readonly save: (result: R) => void;
  /** Makes everything whole again after one that failed. */
  readonly recover: (what: string, error: unknown) => Promise<void>;
  readonly signal: AbortSignal;
};

/** A repetition that fails is told and made up for, but not for ever. */
const mostFailures = 5;

/** Measures what the result lacks. A round has one repetition of everything, so that whatever drifts, drifts for all. */
export async function repeatSteps<R, S>(options: RepeatOptions<R, S>): Promise<R> {
  const { repetitions, missing, describe, repeat, save, recover, signal } = options;
  let { result } = options;
  let failures = 0;
  for (let round = 1; round <= repetitions; round += 1) {
    for (let [step] = missing(result, round); step !== undefined; [step] = missing(result, round)) {
      signal.throwIfAborted();
      try {
        result = await repeat(result, step, round);
        save(result);
      } catch (error) {
        failures += 1;
        console.log(`  ${describe(step)} ${round} failed: ${error instanceof Error ? error.message : String(error)}`);
        await recover(`${describe(step)} ${round}`, error);
        if (failures >= mostFailures) throw new Error(`${failures} repetitions failed, the last one as said above`, { cause: error });
      }
    }
  }
  return result;
}
