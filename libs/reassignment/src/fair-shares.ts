export type Share = { readonly weight: number; readonly most: number };

/**
 * Splits `total` in proportion to the weights, but gives nobody more than `most`: what is beyond that is split among the others
 * (water-filling). The shares are fractions, and add up to `total` where there is room for it.
 */
export function fairShares(total: number, shares: readonly Share[]): readonly number[] {
  const result = shares.map(() => 0);
  let open = shares.map((_, at) => at);
  let left = total;
  while (open.length > 0 && left > 0) {
    const weights = sum(open.map((at) => shares[at]?.weight ?? 0));
    const full = open.filter((at) => (left * (shares[at]?.weight ?? 0)) / weights >= (shares[at]?.most ?? 0));
    if (full.length === 0) {
      for (const at of open) result[at] = (left * (shares[at]?.weight ?? 0)) / weights;
      return result;
    }
    for (const at of full) result[at] = shares[at]?.most ?? 0;
    left -= sum(full.map((at) => shares[at]?.most ?? 0));
    open = open.filter((at) => !full.includes(at));
  }
  return result;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
