import { describe, expect, test } from 'vitest';
import { decideOnLease, heldLease, type Lease, type LeaseDecision, type LeaseSpec, microTime } from './lease.ts';

const lease = (spec: LeaseSpec): Lease => ({
  apiVersion: 'coordination.k8s.io/v1',
  kind: 'Lease',
  metadata: { name: 'l', namespace: 'n' },
  spec,
});

describe('decideOnLease', () => {
  test.for<[string, Lease | undefined, number, LeaseDecision]>([
    ['no lease', undefined, 0, 'create'],
    ['ours', lease({ holderIdentity: 'me' }), 0, 'renew'],
    ['given back', lease({ holderIdentity: '' }), 0, 'take'],
    ['without a spec', { ...lease({}), spec: {} }, 0, 'take'],
    ['held by this process, before it began anew', lease({ holderIdentity: 'me-before', leaseDurationSeconds: 15 }), 0, 'take'],
    ['held by another', lease({ holderIdentity: 'other', leaseDurationSeconds: 15 }), 15_000, 'wait'],
    ['held by another that was silent for longer', lease({ holderIdentity: 'other', leaseDurationSeconds: 15 }), 15_001, 'take'],
    [
      'with an ancient time that we have just seen for the first time',
      lease({ holderIdentity: 'other', renewTime: '1999-01-01T00:00:00.000000Z' }),
      0,
      'wait',
    ],
  ])('%s', ([_title, there, unchangedMs, expected]) => {
    expect(decideOnLease(there, { identity: 'me', former: 'me-before' }, unchangedMs, 15_000)).toBe(expected);
  });
});

describe('heldLease', () => {
  const acquired = '2026-01-01T00:00:00.000000Z';

  test.for<[string, Lease | undefined, Partial<LeaseSpec>]>([
    ['a new lease has no transition', undefined, { leaseTransitions: 0 }],
    [
      'a renewal keeps the time it was acquired',
      lease({ holderIdentity: 'me', acquireTime: acquired, leaseTransitions: 3 }),
      { acquireTime: acquired, leaseTransitions: 3 },
    ],
    [
      'taking over counts',
      lease({ holderIdentity: 'other', acquireTime: acquired, leaseTransitions: 3 }),
      { acquireTime: '2026-01-01T00:01:00.000000Z', leaseTransitions: 4 },
    ],
  ])('%s', ([_title, before, expected]) => {
    const spec = heldLease(before, 'me', 15_000, Date.UTC(2026, 0, 1, 0, 1));
    expect(spec).toMatchObject({ holderIdentity: 'me', leaseDurationSeconds: 15, renewTime: '2026-01-01T00:01:00.000000Z', ...expected });
  });
});

test('micro time has six digits', () => {
  expect(microTime(Date.UTC(2026, 0, 1, 0, 0, 0, 7))).toBe('2026-01-01T00:00:00.007000Z');
});
