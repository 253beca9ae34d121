/**
 * Round numbers from zero to a maximum, for an axis.
 *
 * @returns some four of them; the last is at least the maximum
 */
export function ticksTo(max: number): readonly number[] {
  if (max <= 0) return [0, 1];
  const rough = max / 3;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = power * ([1, 2, 2.5, 5, 10].find((factor) => factor * power >= rough * (1 - 1e-9)) ?? 10);
  const count = Math.ceil(max / step - 1e-9);
  return Array.from({ length: count + 1 }, (_, index) => Number((index * step).toPrecision(6)));
}

/** Minutes for a time axis, some five of them. */
export function minuteTicks(seconds: number): readonly number[] {
  const every = [1, 2, 5, 10, 15, 30, 60].find((minutes) => seconds / 60 / minutes <= 6) ?? 120;
  return Array.from({ length: Math.floor(seconds / 60 / every) + 1 }, (_, index) => index * every);
}
