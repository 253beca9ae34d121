import { expect, test } from 'vitest';
import { machineFacts } from '../machine-facts.ts';
import { missingSteps } from './measure-parts.ts';
import { chosenRedisParts, redisParts } from './redis-parts.ts';
import { emptyResult, withFault } from './redis-result.ts';

const empty = emptyResult(machineFacts());
const both = (rounds: number) => ({ operator: rounds, alone: rounds });

test('what an earlier run has measured is not measured again', () => {
  const once = withFault({ ...empty, creation: [{ firstWriteMs: 1, readyMs: 2 }] }, 'hang', 'operator', {});
  const parts = ['creation', 'rest', 'hang'] as const;
  expect(missingSteps(empty, parts, both(1))).toEqual([
    { part: 'creation' },
    { part: 'hang', way: 'operator' },
    { part: 'hang', way: 'alone' },
  ]);
  expect(missingSteps(once, parts, both(1))).toEqual([{ part: 'hang', way: 'alone' }]);
  expect(missingSteps(once, parts, both(2))).toHaveLength(3);
});

test('the reference may be measured less often', () => {
  expect(missingSteps(empty, ['hang'], { operator: 1, alone: 0 })).toEqual([{ part: 'hang', way: 'operator' }]);
});

test('parts are chosen by name', () => {
  expect(chosenRedisParts(undefined)).toBe(redisParts);
  expect(chosenRedisParts('hang, roll')).toEqual(['hang', 'roll']);
  expect(() => chosenRedisParts('hangs')).toThrow("no part 'hangs'");
});
