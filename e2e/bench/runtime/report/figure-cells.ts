import type { Spread } from '../../../src/statistics.ts';

/** The median, and from where to where it went: `12 (9 - 15)`. */
export function spreadCell({ min, median, max, n }: Spread, show: (value: number) => string): string {
  return n === 1 ? show(median) : `${show(median)} (${show(min)} - ${show(max)})`;
}

export function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(2)} s`;
}

export function rounded(value: number): string {
  return String(Math.round(value));
}

export function ratio(value: number): string {
  return value.toFixed(2);
}

export function megabytes(bytes: number): string {
  return `${(bytes / 1e6).toFixed(1)} MB`;
}
