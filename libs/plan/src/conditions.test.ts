import { describe, expect, test } from 'vitest';
import { mergeConditions, rfc3339Seconds } from './conditions.ts';

const earlier = '2026-01-01T00:00:00Z';
const nowMs = Date.parse('2026-01-01T01:00:00Z');
const before = [{ type: 'Ready', status: 'True', reason: 'A', message: 'a', lastTransitionTime: earlier }] as const;

describe('mergeConditions', () => {
  test('another message is not another state: the transition time stays', () => {
    const [ready] = mergeConditions(before, [{ type: 'Ready', status: 'True', reason: 'B', message: 'b' }], nowMs);
    expect(ready).toEqual({ type: 'Ready', status: 'True', reason: 'B', message: 'b', lastTransitionTime: earlier });
  });

  test('another status is', () => {
    const [ready] = mergeConditions(before, [{ type: 'Ready', status: 'False', reason: 'A', message: 'a' }], nowMs);
    expect(ready?.lastTransitionTime).toBe('2026-01-01T01:00:00Z');
  });

  test('what is not said any more is gone', () => {
    expect(mergeConditions(before, [], nowMs)).toEqual([]);
  });
});

test('times are whole seconds, as the API server prints them', () => {
  expect(rfc3339Seconds(nowMs + 999)).toBe('2026-01-01T01:00:00Z');
});
