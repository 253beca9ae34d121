import { expect, test } from 'vitest';
import { recordMarks } from './record-marks.ts';

const annotation = { name: 'Operations', color: 'blue', expr: 'x', legend: '{{operation}}' };
const at = (operation: string, ...values: readonly string[]) => ({
  metric: { operation },
  values: values.map((value, index) => [100 + 5 * index, value] as const),
});

test('neighbouring times are one span; zero and no value are none', () => {
  const matrix = [at('Grow', '1', '1', '0', '1', 'NaN', '1'), at('Roll', '0', '0')];
  expect(recordMarks(annotation, matrix, { start: 100, stepSeconds: 5, count: 6 })).toEqual([
    {
      name: 'Operations',
      color: 'blue',
      legend: 'Grow',
      spans: [
        [0, 5],
        [15, 15],
        [25, 25],
      ],
    },
  ]);
});
