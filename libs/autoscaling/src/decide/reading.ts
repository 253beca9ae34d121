import type { Coverage, Reading } from '../hpa/types.ts';

/** What a server answered to an instant query. Values are as it wrote them. */
export type Answer = {
  readonly series: readonly { readonly value: string; readonly atSeconds: number }[];
  /** When it was given, by the clock of who gave it: the clocks of two machines are never quite the same. Omitted: it does not say. */
  readonly atSeconds?: number | undefined;
  /** Of an answer that may be partial. */
  readonly warnings: readonly string[];
};

export type ReadingRules = {
  /** Whether one series is needed, as for a value that is compared as it is. */
  readonly isSingle: boolean;
  readonly minSeries?: number | undefined;
  readonly maxAgeSeconds?: number | undefined;
};

/** In thousandths. What is missing, old, partial or not a number is unknown, with the reason; it is never taken for 0. */
export function readingOf(answer: Answer | { readonly error: string }, rules: ReadingRules, nowSeconds: number): Reading {
  if ('error' in answer) return answer;
  const { series, warnings, atSeconds: givenSeconds = nowSeconds } = answer;
  const { isSingle, minSeries = 1, maxAgeSeconds } = rules;
  const coverage = coverageOf(series, givenSeconds);
  const unknown = (error: string) => ({ error, coverage });
  if (warnings.length > 0) return unknown('the server warns that its answer may be partial');
  if (series.length < minSeries) return unknown(`the answer has ${series.length} series, of ${minSeries} that are needed`);
  if (isSingle && series.length > 1)
    return unknown(`the answer has ${series.length} series where one is needed: aggregate them in the query`);
  const { ageSeconds = 0 } = coverage;
  if (maxAgeSeconds !== undefined && ageSeconds > maxAgeSeconds) return unknown(`the answer is older than ${maxAgeSeconds} s`);
  const values = series.map(({ value }) => thousandths(value));
  return values.every(Number.isFinite) ? { series: values, coverage } : unknown('the answer is not a finite number');
}

function coverageOf(series: Answer['series'], givenSeconds: number): Coverage {
  const oldest = Math.min(...series.map(({ atSeconds }) => atSeconds));
  return { series: series.length, ...(Number.isFinite(oldest) && { ageSeconds: Math.max(0, givenSeconds - oldest) }) };
}

/** Rounded up to whole thousandths, as quantities are; what a decimal fraction is off by in binary does not count. */
export function thousandths(value: string | number): number {
  const number = typeof value === 'string' && value.trim() === '' ? Number.NaN : Number(value);
  return Math.ceil(Number((number * 1000).toFixed(6)));
}
