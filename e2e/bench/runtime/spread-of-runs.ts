import { type Spread, spreadOf } from '../../src/statistics.ts';

/** @throws RangeError without values: a benchmark that measured nothing has a bug */
export function spreadOfRuns(values: readonly number[]): Spread {
  const spread = spreadOf(values);
  if (spread === undefined) throw new RangeError('nothing was measured: give at least one repetition');
  return spread;
}
