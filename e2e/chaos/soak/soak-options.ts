import { parseArgs } from 'node:util';

export type SoakOptions = {
  /** For how long there are faults. */
  readonly minutes: number;
  /** How many objects there are, on average. */
  readonly objects: number;
  readonly seed: number;
  /** Writes per second that change them. */
  readonly rate: number;
};

export const soakUsage = `usage: node e2e/chaos/soak/cli.ts [options]

  --minutes <n>   of faults (30); the last calm after them takes up to 3 more
  --objects <n>   that are watched (5000)
  --rate <n>      changes per second (40)
  --seed <n>      of the faults and changes; the same seed chooses the same ones (random)`;

/** @returns 'help' where that is asked for @throws Error for an option that is not known or out of its range */
export function parseSoakOptions(args: readonly string[], randomSeed: () => number): SoakOptions | 'help' {
  const string = { type: 'string' } as const;
  const options = { minutes: string, objects: string, rate: string, seed: string, help: { type: 'boolean', short: 'h' } } as const;
  const { values } = parseArgs({ args: [...args], options });
  if (values.help) return 'help';
  return {
    minutes: numberIn('minutes', values.minutes ?? '30', 0.1, 24 * 60),
    objects: wholeNumberIn('objects', values.objects ?? '5000', 10, 100_000),
    rate: numberIn('rate', values.rate ?? '40', 1, 1000),
    seed: wholeNumberIn('seed', values.seed ?? `${randomSeed()}`, 0, 2 ** 32 - 1),
  };
}

function wholeNumberIn(name: string, text: string, min: number, max: number): number {
  const value = numberIn(name, text, min, max);
  if (!Number.isInteger(value)) throw new Error(`--${name} must be a whole number, not ${text}`);
  return value;
}

function numberIn(name: string, text: string, min: number, max: number): number {
  const value = Number(text);
  if (text.trim() !== '' && value >= min && value <= max) return value;
  throw new Error(`--${name} must be a number from ${min} to ${max}, not ${text}`);
}
