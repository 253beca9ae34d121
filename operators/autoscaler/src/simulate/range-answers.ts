import type { Answer } from '@dataservices/autoscaling';

/** What Prometheus answers to a range query: for each series, its values at the times that it has one. */
export type Matrix = readonly { readonly values: readonly (readonly [atSeconds: number, value: string])[] }[];

/** The answer that an instant query would have had at each of the times. A time without a value is one without an answer. */
export function rangeAnswers(matrix: Matrix, times: readonly number[]): readonly Answer[] {
  const found = new Map<number, { readonly value: string; readonly atSeconds: number }[]>();
  for (const { values } of matrix) {
    for (const [atSeconds, value] of values) {
      const key = Math.round(atSeconds);
      found.set(key, [...(found.get(key) ?? []), { value, atSeconds }]);
    }
  }
  return times.map((time) => ({ series: found.get(Math.round(time)) ?? [], warnings: [] }));
}
