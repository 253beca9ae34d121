/** The times that a recording has values of. */
export type TimeGrid = {
  /** Unix time in seconds. */
  readonly start: number;
  readonly stepSeconds: number;
  /** Steps, the start included. */
  readonly count: number;
};

/** As often as Prometheus scrapes where a recording is made. */
const leastStepSeconds = 5;
/** More cannot be told apart in a picture as wide as a third of a page. */
const mostCount = 240;

/** From a start to an end, with steps as short as a picture can show. Both are Unix times in seconds. */
export function timeGrid(start: number, end: number): TimeGrid {
  const seconds = Math.max(0, end - start);
  const stepSeconds = leastStepSeconds * Math.max(1, Math.ceil(seconds / (mostCount - 1) / leastStepSeconds));
  return { start, stepSeconds, count: Math.floor(seconds / stepSeconds) + 1 };
}

/** When the grid ends, as a Unix time in seconds. */
export function endOf({ start, stepSeconds, count }: TimeGrid): number {
  return start + stepSeconds * (count - 1);
}

/** Puts samples in their places: pairs of a Unix time and a number as text. What is not finite has no place in a picture. */
export function onGrid({ start, stepSeconds, count }: TimeGrid, samples: readonly (readonly [number, string])[]): (number | null)[] {
  const values: (number | null)[] = Array.from({ length: count }, () => null);
  for (const [time, text] of samples) {
    const index = Math.round((time - start) / stepSeconds);
    const value = Number(text);
    if (index >= 0 && index < count && Number.isFinite(value)) values[index] = rounded(value);
  }
  return values;
}

/** Four digits: a panel is some hundred pixels high. */
function rounded(value: number): number {
  return Number(value.toPrecision(4));
}
