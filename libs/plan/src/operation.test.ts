import { describe, expect, test } from 'vitest';
import { operationOf, waitedMs } from './operation.ts';

const nowMs = Date.parse('2026-01-01T00:01:00.500Z');
const previous = { rule: 'Roll', reason: 'Roll', message: 'm', since: '2026-01-01T00:00:00Z' };
const planned = (rule: string, reason = 'because') => ({ applies: [], step: { rule, reason, actions: [] } });

describe('operationOf', () => {
  test('at rest there is none', () => {
    expect(operationOf(previous, { applies: [] }, nowMs)).toBeUndefined();
  });

  test('a rule that goes on keeps its beginning, and says what it says now', () => {
    expect(operationOf(previous, planned('Roll', 'the next one'), nowMs)).toEqual({ ...previous, message: 'the next one' });
  });

  test('another rule begins now', () => {
    expect(operationOf(previous, planned('Grow'), nowMs)?.since).toBe('2026-01-01T00:01:00Z');
  });

  test('a sentence that is too long for the status is cut', () => {
    expect(operationOf(undefined, planned('Roll', 'x'.repeat(5000)), nowMs)?.message).toHaveLength(4096);
  });
});

test.for([
  ['the same rule', previous, 60_500],
  ['another rule', { ...previous, rule: 'Grow' }, 0],
  ['no operation', undefined, 0],
  ['a clock that was set back', { ...previous, since: '2026-01-01T01:00:00Z' }, 0],
] as const)('waitedMs: %s', ([, operation, expected]) => {
  expect(waitedMs(operation, 'Roll', nowMs)).toBe(expected);
});
