import { formatSeconds } from '../src/format-table.ts';
import { type Spread, spreadOf } from '../src/statistics.ts';

/** `2`, or `2 (0 to 5)` where repetitions differ. */
export function rangeCell(spread: Spread | undefined): string {
  if (spread === undefined) return '-';
  return spread.min === spread.max ? String(spread.min) : `${spread.median} (${spread.min} to ${spread.max})`;
}

/** Milliseconds, as `1.20 s (0.90 s to 1.50 s, 3 runs)`. */
export function secondsCell(spread: Spread | undefined): string {
  if (spread === undefined) return '-';
  return `${formatSeconds(spread.median)} (${formatSeconds(spread.min)} to ${formatSeconds(spread.max)}, ${spread.n} runs)`;
}

/** What was acknowledged to clients, over several runs, and is gone. */
export type Losses = {
  readonly acknowledged: number;
  readonly lost: number;
  /** Runs in which it could not be looked for, and that say nothing about losses. */
  readonly unverified: number;
};

/** @param runs with `lost` null where it could not be looked for */
export function lossesOf(runs: readonly { readonly acknowledged: number; readonly lost: number | null }[]): Losses {
  return {
    acknowledged: runs.reduce((sum, { acknowledged }) => sum + acknowledged, 0),
    lost: runs.reduce((sum, { lost }) => sum + (lost ?? 0), 0),
    unverified: runs.filter(({ lost }) => lost === null).length,
  };
}

export function lossCell({ lost, acknowledged, unverified }: Losses): string {
  return `${lost} of ${acknowledged}${unverified === 0 ? '' : `, ${unverified} runs unknown`}`;
}

/** The spread of each of these fields. */
export function spreadsOf<F extends string>(
  fields: readonly F[],
  runs: readonly Readonly<Record<F, number>>[],
): Readonly<Record<F, Spread | undefined>> {
  const spreads = fields.map((field) => [field, spreadOf(runs.map((run) => run[field]))] as const);
  return Object.fromEntries(spreads) as Record<F, Spread | undefined>;
}
