import { sleep } from '@dataservices/kube';
import type { Fault } from './node-faults.ts';

/** Of what is over when it has been provoked. */
export const healed: Fault = { heal: async () => {} };

/** Several at once; mended in the opposite order, all of them even where one cannot be. */
export function joined(...faults: readonly Fault[]): Fault {
  return {
    heal: async () => {
      const failures: unknown[] = [];
      for (const fault of faults.toReversed()) await fault.heal().catch((error: unknown) => failures.push(error));
      if (failures.length > 0) throw failures[0];
    },
  };
}

export type Turns = { readonly brokenMs: number; readonly wholeMs: number };

/** Breaks and mends the same thing in turns, until it is healed. */
export function inTurns(inject: () => Promise<Fault>, { brokenMs, wholeMs }: Turns): Fault {
  const healing = new AbortController();
  const { signal } = healing;
  const turns = (async () => {
    while (!signal.aborted) {
      const fault = await inject();
      await sleep(brokenMs, signal);
      await fault.heal();
      await sleep(wholeMs, signal);
    }
  })();
  // Told where it is healed, and not before.
  turns.catch(() => {});
  return {
    heal: () => {
      healing.abort();
      return turns;
    },
  };
}
