import { expect, test } from 'vitest';
import { type Answer, readingOf, thousandths } from './reading.ts';

const nowSeconds = 1000;
const answer = (...values: string[]): Answer => ({ series: values.map((value) => ({ value, atSeconds: nowSeconds })), warnings: [] });
const single = { isSingle: true };
const summed = { isSingle: false };

test.for([
  ['one number', answer('2.5'), single, [2500]],
  ['several that are added up', answer('1', '2'), summed, [1000, 2000]],
  ['0, which is a number', answer('0'), single, [0]],
  ['as many series as needed', answer('1', '2'), { ...summed, minSeries: 2 }, [1000, 2000]],
] as const)('%s is known', ([, given, rules, series]) => {
  expect(readingOf(given, rules, nowSeconds)).toEqual({ series, coverage: { series: series.length, ageSeconds: 0 } });
});

test.for([
  ['nothing', answer(), single, '0 series'],
  ['no number', answer('NaN'), single, 'finite'],
  ['too much', answer('+Inf'), single, 'finite'],
  ['one of several that is no number', answer('1', 'NaN'), summed, 'finite'],
  ['an empty text', answer(''), single, 'finite'],
  ['several where one is needed', answer('1', '2'), single, 'aggregate'],
  ['fewer series than needed', answer('1'), { ...summed, minSeries: 2 }, '2 that are needed'],
  ['an old one', { ...answer(), series: [{ value: '1', atSeconds: nowSeconds - 91 }] }, { ...single, maxAgeSeconds: 90 }, 'older than 90'],
  ['a partial one', { ...answer('1'), warnings: ['a store did not answer'] }, single, 'partial'],
  ['a failure', { error: 'HTTP 500' }, single, 'HTTP 500'],
] as const)('%s is unknown, and not 0', ([, given, rules, why]) => {
  expect(readingOf(given, rules, nowSeconds)).toMatchObject({ error: expect.stringContaining(why) });
});

test('how old an answer is goes by the clock of who gave it, where that is known', () => {
  const given = (age: number) => ({
    series: [{ value: '1', atSeconds: nowSeconds - 3600 - age }],
    warnings: [],
    atSeconds: nowSeconds - 3600,
  });
  const rules = { ...single, maxAgeSeconds: 90 };
  expect(readingOf(given(90), rules, nowSeconds)).toEqual({ series: [1000], coverage: { series: 1, ageSeconds: 90 } });
  expect(readingOf(given(91), rules, nowSeconds)).toEqual({
    error: 'the answer is older than 90 s',
    coverage: { series: 1, ageSeconds: 91 },
  });
});

test.for([
  ['0.1', 100],
  ['1.1', 1100],
  ['0.0001', 1],
  ['-0.5', -500],
  [50_000_000, 50_000_000_000],
] as const)('%s is %i thousandths, rounded up, and not by what binary fractions are off', ([value, expected]) => {
  expect(thousandths(value)).toBe(expected);
});
