import { expect, test } from 'vitest';
import { machineFacts } from '../machine-facts.ts';
import { missingSteps } from './measure-parts.ts';
import { chosenRedisParts, redisParts } from './redis-parts.ts';
import { emptyResult, withFault } from './redis-result.ts';

const empty = emptyResult(machineFacts());

test('what an earlier run has measured is not measured again', () => {
  const once = withFault({ ...empty, creation: [{ firstWriteMs: 1, readyMs: 2 }] }, 'hang', 'operator', {});
  const parts = ['creation', 'rest', 'hang'] as const;
  expect(missingSteps(empty, parts, 1)).toEqual([{ part: 'creation' }, { part: 'hang', way: 'operator' }, { part: 'hang', way: 'alone' }]);
  expect(missingSteps(once, parts, 1)).toEqual([{ part: 'hang', way: 'alone' }]);
  expect(missingSteps(once, parts, 2)).toHaveLength(3);
});

test('parts are chosen by name', () => {
  expect(chosenRedisParts(undefined)).toBe(redisParts);
  expect(chosenRedisParts('hang, roll')).toEqual(['hang', 'roll']);
  expect(() => chosenRedisParts('hangs')).toThrow("no part 'hangs'");
});
