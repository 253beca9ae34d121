import { expect, test } from 'vitest';
import { zookeeperCluster } from '../testing/observed-builder.ts';
import { takeTurns } from './take-turns.ts';

const step = (rule: string, hasActions = true) => ({
  rule,
  reason: rule,
  actions: hasActions ? [{ kind: 'commit-write' as const, pod: 'p' }] : [],
});
const [first, second] = [step('First'), step('Second')];

test.for([
  ['nothing was done before', undefined, second, 'First'],
  ['the first had its turn', 'First', second, 'Second'],
  ['the second had its turn', 'Second', second, 'First'],
  ['the second only waits', 'First', step('Second', false), 'First'],
  ['the second wants nothing', 'First', undefined, 'First'],
] as const)('%s', ([, last, other, expected]) => {
  const operation = last && { rule: last, reason: last, message: 'm', since: '2026-01-01T00:00:00Z' };
  const cluster = zookeeperCluster({}, { ...(operation && { operation }) });
  expect(takeTurns({ cluster }, first, other)?.rule).toBe(expected);
  expect(takeTurns({ cluster }, undefined, other)).toBe(other);
});
