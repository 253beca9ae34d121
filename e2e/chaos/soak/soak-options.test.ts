import { expect, test } from 'vitest';
import { parseSoakOptions } from './soak-options.ts';

const parse = (...args: string[]) => parseSoakOptions(args, () => 7);

test('all have defaults', () => {
  expect(parse()).toEqual({ minutes: 30, objects: 5000, rate: 40, seed: 7 });
  expect(parse('--minutes', '0.5', '--objects', '100', '--seed', '3')).toEqual({ minutes: 0.5, objects: 100, rate: 40, seed: 3 });
  expect(parse('-h')).toBe('help');
});

test.for([
  ['--minutes', '0'],
  ['--minutes', ''],
  ['--objects', '10.5'],
  ['--rate', 'fast'],
  ['--seed', '-1'],
  ['--unknown', '1'],
])('%s %j is refused', (args) => {
  expect(() => parse(...args)).toThrow(args[0]);
});
