import { expect, test } from 'vitest';
import { firstMatch, type Rule } from './plan.ts';

const fires =
  (rule: string): Rule<string[]> =>
  (asked) => {
    asked.push(rule);
    return { rule, reason: 'because', actions: [] };
  };
const passes =
  (rule: string): Rule<string[]> =>
  (asked) => {
    asked.push(rule);
    return undefined;
  };

test('the first rule that fires decides, and later ones are not asked', () => {
  const asked: string[] = [];
  expect(firstMatch([passes('a'), fires('b'), fires('c')], asked)?.rule).toBe('b');
  expect(asked).toEqual(['a', 'b']);
});

test('where no rule fires there is no step', () => {
  expect(firstMatch([passes('a')], [])).toBeUndefined();
});
