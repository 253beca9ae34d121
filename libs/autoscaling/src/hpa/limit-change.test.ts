import { describe, expect, test } from 'vitest';
import { behaviorWithDefaults, type PartialBehavior } from './behavior-with-defaults.ts';
import { limitByFactor, limitByPolicies } from './limit-change.ts';
import { controllerDefaults, type ScalingPolicy } from './types.ts';

const percent = (value: number, periodSeconds = 60): readonly ScalingPolicy[] => [{ type: 'Percent', value, periodSeconds }];
const pods = (value: number, periodSeconds = 60): readonly ScalingPolicy[] => [{ type: 'Pods', value, periodSeconds }];
const events = (...changes: readonly number[]) => changes.map((change) => ({ change, atSeconds: 95 }));

type Row = {
  readonly name: string;
  readonly behavior: PartialBehavior;
  readonly current: number;
  readonly wanted: number;
  readonly up?: readonly number[];
  readonly down?: readonly number[];
  readonly max?: number;
  readonly expected: readonly [number, string];
};

const both = [...pods(5), ...percent(50)];

const rows: readonly Row[] = [
  { name: 'the defaults take the larger of 4 more and twice as many', behavior: {}, current: 1, wanted: 99, expected: [5, 'ScaleUpLimit'] },
  {
    name: 'growth within the period counts',
    behavior: { scaleUp: { policies: percent(200, 120) } },
    current: 100,
    wanted: 999,
    up: [1, 5, 9],
    expected: [255, 'ScaleUpLimit'],
  },
  {
    name: 'and so does what went meanwhile',
    behavior: { scaleUp: { policies: percent(300, 300) } },
    current: 6,
    wanted: 99,
    up: [4],
    down: [2],
    expected: [16, 'ScaleUpLimit'],
  },
  {
    name: 'shrinking within the period counts',
    behavior: { scaleDown: { policies: percent(50, 120) } },
    current: 100,
    wanted: 1,
    down: [2, 4, 6],
    expected: [56, 'ScaleDownLimit'],
  },
  {
    name: 'and so does what came meanwhile',
    behavior: { scaleDown: { policies: percent(50, 180) } },
    current: 10,
    wanted: 1,
    up: [2],
    down: [4],
    expected: [6, 'ScaleDownLimit'],
  },
  {
    name: 'whoever has shrunk enough shrinks no further',
    behavior: { scaleDown: { policies: percent(10, 120) } },
    current: 100,
    wanted: 1,
    down: [10, 10, 10],
    expected: [100, 'ScaleDownLimit'],
  },
  {
    name: 'as binary fractions have it: 50 and 10 % are 56',
    behavior: { scaleUp: { policies: percent(10) } },
    current: 50,
    wanted: 99,
    expected: [56, 'ScaleUpLimit'],
  },
  {
    name: 'and 5 less 80 % are 0',
    behavior: { scaleDown: { policies: percent(80) } },
    current: 5,
    wanted: 0,
    expected: [1, 'TooFewReplicas'],
  },
  {
    name: 'Min takes the smallest change upwards',
    behavior: { scaleUp: { selectPolicy: 'Min', policies: both } },
    current: 4,
    wanted: 99,
    expected: [6, 'ScaleUpLimit'],
  },
  {
    name: 'and downwards',
    behavior: { scaleDown: { selectPolicy: 'Min', policies: both } },
    current: 20,
    wanted: 1,
    expected: [15, 'ScaleDownLimit'],
  },
  { name: 'Max takes the largest', behavior: { scaleDown: { policies: both } }, current: 20, wanted: 1, expected: [10, 'ScaleDownLimit'] },
  {
    name: 'Disabled keeps the size',
    behavior: { scaleDown: { selectPolicy: 'Disabled' } },
    current: 4,
    wanted: 1,
    expected: [4, 'ScaleDownLimit'],
  },
  { name: 'a limit at the most is the most', behavior: {}, current: 3, wanted: 99, max: 7, expected: [7, 'TooManyReplicas'] },
  { name: 'no change', behavior: {}, current: 3, wanted: 3, expected: [3, 'DesiredWithinRange'] },
];

describe('with a behavior', () => {
  test.for(rows)('$name', ({ behavior, current, wanted, up = [], down = [], max = 1000, expected: [replicas, reason] }) => {
    const whole = behaviorWithDefaults(behavior, 300);
    const past = { scaleUpEvents: events(...up), scaleDownEvents: events(...down), nowSeconds: 100 };
    expect(limitByPolicies({ wanted, current, minReplicas: 1, maxReplicas: max }, whole, past)).toEqual({ replicas, reason });
  });

  test('what happened when the period began counts no more', () => {
    const whole = behaviorWithDefaults({ scaleDown: { policies: pods(1, 600) } }, 300);
    const at = (nowSeconds: number) =>
      limitByPolicies({ wanted: 1, current: 6, minReplicas: 1, maxReplicas: 9 }, whole, {
        scaleUpEvents: [],
        scaleDownEvents: [{ change: 1, atSeconds: 0 }],
        nowSeconds,
      }).replicas;
    expect([at(599), at(600)]).toEqual([6, 5]);
  });
});

test.for([
  { current: 3, wanted: 50, max: 100, expected: [6, 'ScaleUpLimit'] },
  { current: 1, wanted: 50, max: 100, expected: [4, 'ScaleUpLimit'] },
  { current: 3, wanted: 50, max: 6, expected: [6, 'TooManyReplicas'] },
  { current: 9, wanted: 0, max: 9, expected: [1, 'TooFewReplicas'] },
  { current: 9, wanted: 2, max: 9, expected: [2, 'DesiredWithinRange'] },
] as const)('without a behavior: from $current to $wanted, at most $max', ({ current, wanted, max, expected: [replicas, reason] }) => {
  expect(limitByFactor({ wanted, current, minReplicas: 1, maxReplicas: max }, controllerDefaults)).toEqual({ replicas, reason });
});
