/** Counts of a histogram: how many were at most so much, by the bounds of its buckets from the least to infinity. */
export type Histogram = ReadonlyMap<number, number>;

/** @param text of a metrics endpoint @param name of a histogram without labels of its own */
export function readHistogram(text: string, name: string): Histogram {
  const found = new Map<number, number>();
  for (const line of text.split('\n')) {
    const bound = line.startsWith(`${name}_bucket{`) ? /\ble="([^"]+)"/.exec(line)?.[1] : undefined;
    if (bound !== undefined) found.set(bound === '+Inf' ? Number.POSITIVE_INFINITY : Number(bound), Number(line.split(' ').at(-1)));
  }
  return found;
}

/** What has come between two readings. */
export function histogramSince(before: Histogram, after: Histogram): Histogram {
  return new Map([...after].map(([bound, count]) => [bound, count - (before.get(bound) ?? 0)]));
}

/** How many were counted. */
export function totalOf(histogram: Histogram): number {
  return histogram.get(Number.POSITIVE_INFINITY) ?? 0;
}

/** The least bound that at least `share` of all values do not exceed: no value between two bounds is made up. NaN where nothing was counted. */
export function boundOf(histogram: Histogram, share: number): number {
  const total = totalOf(histogram);
  if (total === 0) return Number.NaN;
  const bounds = [...histogram].filter(([, count]) => count >= total * share).map(([bound]) => bound);
  return Math.min(...bounds);
}
