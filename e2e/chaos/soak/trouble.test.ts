import { expect, test } from 'vitest';
import { seededRandom } from '../seeded-random.ts';
import { chooseTrouble, troubles } from './trouble.ts';

test('every trouble is chosen, about as often as its weight says, and in the same order for the same seed', () => {
  const draw = () => {
    const random = seededRandom(5);
    return Array.from({ length: 10_000 }, () => chooseTrouble(random).name);
  };
  const names = draw();
  expect(draw()).toEqual(names);
  const total = troubles.reduce((sum, { weight }) => sum + weight, 0);
  for (const { name, weight } of troubles) {
    const count = names.filter((other) => other === name).length;
    expect(count, name).toBeGreaterThan((0.7 * weight * names.length) / total);
    expect(count, name).toBeLessThan((1.3 * weight * names.length) / total);
  }
});
