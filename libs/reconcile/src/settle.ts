import type { Outcome } from './contract.ts';
import { decideOnError } from './error-policy.ts';

/**
 * How a pass ends, once its status is written: the first failure goes to the error policy. What a person has to mend, and is told of
 * by a condition, must not keep the rest from being watched over: then the pass comes back as if it had gone well.
 */
export function settle(error: unknown, requeueAfterMs: number | undefined): Outcome {
  if (error !== undefined && decideOnError(error).kind !== 'terminal') throw error;
  return requeueAfterMs === undefined ? {} : { requeueAfterMs };
}
