import { expect, test } from 'vitest';
import { behaviorWithDefaults } from './behavior-with-defaults.ts';
import { stabilizeBothWays, stabilizeDownscale } from './stabilize.ts';

const nowSeconds = 1000;
const ago = (ageSeconds: number, replicas: number) => ({ replicas, atSeconds: nowSeconds - ageSeconds });

test.for([
  { name: 'the highest of the window holds', recommendations: [ago(299, 5)], proposed: 2, expected: [5, 'ScaleDownStabilized'] },
  { name: 'its oldest second included', recommendations: [ago(300, 5)], proposed: 2, expected: [5, 'ScaleDownStabilized'] },
  { name: 'what is older does not count', recommendations: [ago(301, 5)], proposed: 2, expected: [2, 'ReadyForNewScale'] },
  {
    name: 'what was asked for once more raises the size',
    recommendations: [ago(10, 8)],
    proposed: 6,
    expected: [8, 'ScaleDownStabilized'],
  },
  { name: 'nothing is known', recommendations: [], proposed: 2, expected: [2, 'ReadyForNewScale'] },
] as const)('without a behavior: $name', ({ recommendations, proposed, expected: [replicas, reason] }) => {
  const input = { proposed, current: 6, recommendations, nowSeconds };
  expect(stabilizeDownscale(input, 300)).toMatchObject({ replicas, reason });
});

test.for([
  {
    name: 'grows only as far as all agree',
    up: 300,
    down: 300,
    current: 1,
    recommendations: [ago(120, 4), ago(60, 5)],
    proposed: 7,
    expected: [4, 'ScaleUpStabilized'],
  },
  {
    name: 'shrinks only as far as all agree',
    up: 0,
    down: 300,
    current: 9,
    recommendations: [ago(60, 5)],
    proposed: 2,
    expected: [5, 'ScaleDownStabilized'],
  },
  {
    name: 'without the oldest second of the window',
    up: 0,
    down: 300,
    current: 9,
    recommendations: [ago(300, 5)],
    proposed: 2,
    expected: [2, 'ReadyForNewScale'],
  },
  {
    name: 'stays where windows contradict each other',
    up: 300,
    down: 300,
    current: 5,
    recommendations: [ago(60, 3), ago(30, 8)],
    proposed: 6,
    expected: [5, 'ScaleUpStabilized'],
  },
] as const)('with a behavior: $name', ({ up, down, current, recommendations, proposed, expected: [replicas, reason] }) => {
  const behavior = behaviorWithDefaults(
    { scaleUp: { stabilizationWindowSeconds: up }, scaleDown: { stabilizationWindowSeconds: down } },
    300,
  );
  expect(stabilizeBothWays({ proposed, current, recommendations, nowSeconds }, behavior)).toMatchObject({ replicas, reason });
});

test('what is proposed is noted as it was, and what no window reaches is dropped', () => {
  const { recommendations } = stabilizeDownscale({ proposed: 2, current: 6, recommendations: [ago(400, 9), ago(10, 5)], nowSeconds }, 300);
  expect(recommendations).toEqual([ago(10, 5), ago(0, 2)]);
});
