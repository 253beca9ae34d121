/**
 * The smallest of the values that at least the given share of them does not exceed (nearest rank).
 *
 * @param share above 0, at most 1
 * @returns null when there are no values
 */
export function percentile(values: readonly number[], share: number): number | null {
  const sorted = Float64Array.from(values).sort();
  return sorted[Math.ceil(share * sorted.length) - 1] ?? null;
}
