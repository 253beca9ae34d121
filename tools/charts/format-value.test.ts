import { dashboards, type Unit } from '@dataservices/observability';
import { expect, test } from 'vitest';
import { formatValue } from './format-value.ts';

test.for([
  [0, 'bytes', '0'],
  [1_500, 'none', '1500'],
  [12_345, 'none', '12.3 k'],
  [0.25, 'none', '0.25'],
  [1_234_567, 'bytes', '1.23 MB'],
  [999, 'Bps', '999 B/s'],
  [210.4, 'ops', '210/s'],
  [25_000, 'reqps', '25 k/s'],
  [0.0123, 's', '12.3 ms'],
  [90, 's', '90 s'],
  [1_500, 'ms', '1.5 s'],
  [4, 'µs', '4 µs'],
  [0.5, 'µs', '0.5 µs'],
  [0.125, 'percentunit', '12.5 %'],
  [-3, 'none', '-3'],
] as const)('%d in %s is %s', ([value, unit, text]) => {
  expect(formatValue(value, unit)).toBe(text);
});

test('every unit of a panel is known, and another one is an error that says where to add it', () => {
  const units = new Set(dashboards.flatMap(({ rows }) => rows).flatMap(({ panels }) => panels.map(({ unit }) => unit)));
  expect([...units].map((unit) => formatValue(2, unit))).not.toContain('');
  expect(() => formatValue(2, 'parsec' as Unit)).toThrow('format-value.ts does not know the unit parsec');
});
