import { type AutoScalerSpec, type AutoScalerSpecInput, autoScalerSpec } from '@dataservices/api';
import { expect, test } from 'vitest';
import { rangeAnswers } from './range-answers.ts';
import { type Look, simulate } from './simulate.ts';

const spec = (changed: Partial<AutoScalerSpecInput> = {}) =>
  autoScalerSpec.parse({
    scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'cart' },
    minReplicas: 3,
    maxReplicas: 9,
    metrics: [{ name: 'load', query: 'load', target: { type: 'AverageValue', averageValue: 10 } }],
    behavior: { scaleDown: { stabilizationWindowSeconds: 60 } },
    ...changed,
  }) as AutoScalerSpec;

/** One look every 15 seconds. */
function looksAt(loads: readonly (number | undefined)[]): readonly Look[] {
  return loads.map((load, at) => ({
    atSeconds: 1_800_000_000 + at * 15,
    metrics: new Map([['load', load === undefined ? { error: 'nothing' } : { series: [load * 1000] }]]),
    vetoes: new Map(),
  }));
}

const sizes = (looks: ReturnType<typeof simulate>) => looks.map(({ replicas, scaleTo = replicas }) => scaleTo);

test('follows the load, by the windows of the spec', () => {
  const looks = simulate({ spec: spec(), replicas: 3, looks: looksAt([30, 50, 30, 30, 30, 30, 30]), settleSeconds: 0 });
  expect(sizes(looks)).toEqual([3, 5, 5, 5, 5, 3, 3]);
  expect(looks[1]).toMatchObject({ scaleTo: 5, sentence: 'load asks for 5: 3 → 5.' });
});

test('waits for the target as the operator would', () => {
  const looks = simulate({
    spec: spec({ sizes: { allowed: [3, 5, 7, 9] } }),
    replicas: 3,
    looks: looksAt([90, 90, 90, 90, 90]),
    settleSeconds: 30,
  });
  expect(sizes(looks)).toEqual([5, 5, 7, 7, 9]);
  expect(looks[1]?.held).toEqual(['TargetNotSettled']);
});

test('does not take a hole in the past for a load of 0', () => {
  const looks = simulate({
    spec: spec(),
    replicas: 6,
    looks: looksAt([60, undefined, undefined, undefined, undefined, undefined, 30]),
    settleSeconds: 0,
  });
  expect(sizes(looks)).toEqual([6, 6, 6, 6, 6, 6, 6]);
  expect(looks.at(-1)?.held).toEqual(['RecentOutage']);
});

test('a range is answered time by time, and a time without a value has none', () => {
  const matrix = [
    {
      values: [
        [15, '1'],
        [30, '2'],
      ] as const,
    },
    { values: [[30.001, '3']] as const },
  ];
  expect(rangeAnswers(matrix, [15, 30, 45]).map(({ series }) => series.map(({ value }) => value))).toEqual([['1'], ['2', '3'], []]);
});
