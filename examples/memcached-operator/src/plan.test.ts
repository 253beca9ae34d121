import type { PodView } from '@dataservices/members';
import { describe, expect, test } from 'vitest';
import type { Memcached } from './memcached.ts';
import { podHashOf } from './objects.ts';
import { type Observed, plan } from './plan.ts';
import { status } from './status.ts';

const cluster: Memcached = {
  apiVersion: 'example.com/v1',
  kind: 'Memcached',
  metadata: { namespace: 'shop', name: 'cart', uid: 'u1', resourceVersion: '1', generation: 1 },
  spec: { replicas: 3, image: 'memcached:2' },
};

function pod(ordinal: number, changes: Partial<PodView> = {}): PodView {
  const health = { isReady: true, isTerminating: false, isNodeLost: false, isServerRunning: true };
  return { name: `cart-${ordinal}`, uid: `uid-${ordinal}`, podHash: podHashOf(cluster), ...health, ...changes };
}

function observed(...pods: (PodView | undefined)[]): Observed {
  const members = pods.map((view, ordinal) => ({ name: `cart-${ordinal}`, ordinal, ...(view !== undefined && { pod: view }) }));
  return { now: 0, cluster, members };
}

const old = { podHash: 'old' };

describe('plan', () => {
  test.for([
    { name: 'all is well', given: observed(pod(0), pod(1), pod(2)), rule: undefined, actions: [] },
    { name: 'nothing is there yet', given: observed(undefined, undefined, undefined), rule: 'AwaitMembers', actions: [] },
    {
      name: 'another image: one pod, the highest ordinal first',
      given: observed(pod(0, old), pod(1, old), pod(2, old)),
      rule: 'RollOneMember',
      actions: ['delete-pod uid-2'],
    },
    {
      name: 'the one before is not back yet',
      given: observed(pod(0, old), pod(1, old), pod(2, { isReady: false })),
      rule: 'AwaitMembers',
      actions: [],
    },
    {
      name: 'the one before is being stopped, and still says that it is ready',
      given: observed(pod(0, old), pod(1, old), pod(2, { ...old, isTerminating: true })),
      rule: 'AwaitMembers',
      actions: [],
    },
    {
      name: 'a bad image is taken back',
      given: observed(pod(0), pod(1), pod(2, { ...old, isReady: false })),
      rule: 'ReplaceStuckMember',
      actions: ['delete-pod uid-2'],
    },
  ])('$name', ({ given, rule, actions }) => {
    const { step } = plan(given);
    expect(step?.rule).toBe(rule);
    expect((step?.actions ?? []).map((action) => `${action.kind} ${action.uid}`)).toEqual(actions);
  });
});

test('Ready means that all members are, Settled that nothing moves besides', () => {
  const conditions = (given: Observed) => {
    const all = status(given, plan(given), { problems: [] }).conditions;
    return Object.fromEntries(all.map(({ type, status: value, reason }) => [type, `${value} ${reason}`]));
  };
  expect(conditions(observed(pod(0), pod(1), pod(2)))).toMatchObject({ Ready: 'True Ready', Settled: 'True Settled' });
  expect(conditions(observed(pod(0), pod(1), undefined))).toMatchObject({ Available: 'True MembersServe', Ready: 'False MembersMissing' });
  expect(conditions(observed(pod(0, old), pod(1), pod(2)))).toMatchObject({ Ready: 'True Ready', Settled: 'False RollOneMember' });
});
