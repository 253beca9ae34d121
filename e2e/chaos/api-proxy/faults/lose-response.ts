import type { Fault } from '../fault.ts';

/** The N-th write from when the fault is set, from 1, takes effect, but the connection is cut before its answer. */
export function loseResponse({ write }: { readonly write: number }): Fault {
  let answered = 0;
  return {
    answered(exchange) {
      if (exchange.write === undefined) return undefined;
      answered += 1;
      return answered === write ? 'cut' : undefined;
    },
  };
}
