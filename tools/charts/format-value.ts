import type { Unit } from '@dataservices/observability';

type Step = readonly [factor: number, name: string];

/** From the largest on; what is smaller than the last is written in it too. */
const counts: readonly Step[] = [
  [1e9, 'G'],
  [1e6, 'M'],
  [1e4, 'k'],
  [1, ''],
];
const times: readonly Step[] = [
  [1, 's'],
  [1e-3, 'ms'],
  [1e-6, 'µs'],
];
const bytes: readonly Step[] = [
  [1e9, 'GB'],
  [1e6, 'MB'],
  [1e3, 'kB'],
  [1, 'B'],
];

type Writing = { readonly steps: readonly Step[]; readonly factor?: number; readonly after?: string };

const perSecond: Writing = { steps: counts, after: '/s' };
const percent: Writing = { steps: [[1, '%']], factor: 100 };

/** How the units that panels have are written. */
const units: Readonly<Partial<Record<Unit, Writing>>> = {
  none: { steps: counts },
  short: { steps: counts },
  bytes: { steps: bytes },
  Bps: { steps: bytes, after: '/s' },
  ops: perSecond,
  reqps: perSecond,
  mps: perSecond,
  pps: perSecond,
  s: { steps: times },
  ms: { steps: times, factor: 1e-3 },
  µs: { steps: times, factor: 1e-6 },
  percentunit: percent,
};

/** A number as one reads it: `1.5 MB`. @throws RangeError for a unit that is not written down here yet */
export function formatValue(value: number, unit: Unit): string {
  const writing = units[unit];
  if (writing === undefined) throw new RangeError(`tools/charts/format-value.ts does not know the unit ${unit}`);
  const { steps, factor = 1, after = '' } = writing;
  if (value === 0) return '0';
  const amount = value * factor;
  const step = steps.find(([least]) => Math.abs(amount) >= least) ?? steps.at(-1) ?? [1, ''];
  // Thousands have their prefix from ten on: 1500 is shorter than 1.5 k.
  const [scale, name] = step[1] === 'k' ? [1e3, 'k'] : step;
  return `${short(amount / scale)}${name === '' ? '' : ` ${name}`}${after}`;
}

/** Three digits, or all of a whole number. */
function short(value: number): string {
  return String(Math.abs(value) >= 100 ? Math.round(value) : Number(value.toPrecision(3)));
}
