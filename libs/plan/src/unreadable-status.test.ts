import { expect, test } from 'vitest';
import { unreadableStatus } from './unreadable-status.ts';

const nowMs = Date.parse('2026-01-01T00:00:00Z');
const condition = (type: string, status: 'True' | 'False') => ({
  type,
  status,
  reason: 'r',
  message: 'm',
  lastTransitionTime: '2025-12-31T00:00:00Z',
});

test('nothing that was recorded is dropped, and what it says is about this generation', () => {
  const previous = {
    clusterId: 'c0ffee',
    leader: 'cart-redis-1',
    conditions: [condition('Available', 'True'), condition('Settled', 'True')],
  };
  expect(unreadableStatus(previous, 'spec.replicas: must be at most 100', nowMs, 3)).toMatchObject({
    clusterId: 'c0ffee',
    leader: 'cart-redis-1',
    observedGeneration: 3,
    summary: 'InvalidSpec',
    conditions: [
      { type: 'Available', status: 'True', lastTransitionTime: '2025-12-31T00:00:00Z' },
      { type: 'Stalled', status: 'True', reason: 'InvalidSpec', message: 'spec.replicas: must be at most 100' },
      { type: 'Settled', status: 'False', lastTransitionTime: '2026-01-01T00:00:00Z' },
      { type: 'Reconciling', status: 'False' },
    ],
  });
});

test('an object that never had a status gets one', () => {
  expect(unreadableStatus(undefined, 'm', nowMs, 1)).toMatchObject({ observedGeneration: 1, summary: 'InvalidSpec' });
});
