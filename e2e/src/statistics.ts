/** What a few repetitions have shown. */
export type Spread = {
  readonly min: number;
  readonly median: number;
  /** The smallest value that 99 % do not exceed: below 100 repetitions that is the largest. */
  readonly p99: number;
  readonly max: number;
  readonly n: number;
};

/** @returns undefined without values: no figure is better than a wrong one */
export function spreadOf(values: readonly number[]): Spread | undefined {
  const sorted = [...values].sort((a, b) => a - b);
  const [min, max] = [sorted[0], sorted.at(-1)];
  if (min === undefined || max === undefined) return undefined;
  const middle = sorted.length / 2;
  const [low, high] = [sorted[Math.ceil(middle) - 1] ?? min, sorted[Math.floor(middle)] ?? max];
  return { min, median: (low + high) / 2, p99: sorted[Math.ceil(sorted.length * 0.99) - 1] ?? max, max, n: sorted.length };
}
