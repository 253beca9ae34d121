export type SizeInput = {
  readonly current: number;
  readonly wanted: number;
  readonly minReplicas: number;
  readonly maxReplicas: number;
  /** Omitted: any size. */
  readonly allowed?: readonly number[] | undefined;
};

/** The size to go to: up to the next allowed one, down to the next one where a whole step fits, and never further at a time. */
export function allowedSize({ current, wanted, minReplicas, maxReplicas, allowed }: SizeInput): number {
  if (allowed === undefined || wanted === current) return wanted;
  const sizes = allowed.filter((size) => size >= minReplicas && size <= maxReplicas).sort((a, b) => a - b);
  // From outside there is no step to wait for: the nearest size within.
  if (current > maxReplicas) return sizes.at(-1) ?? current;
  if (current < minReplicas) return sizes[0] ?? current;
  if (wanted > current) return sizes.find((size) => size > current) ?? current;
  return sizes.findLast((size) => size < current && size >= wanted) ?? current;
}
