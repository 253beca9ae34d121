import { describe, expect, test } from 'vitest';
import type { Observed } from '../observed.ts';
import { monitoring, observed, redisCluster, serving } from '../testing/observed-builder.ts';
import { decisionOf, follows1, formed, type Situation, waiting } from '../testing/situation.ts';
import { leaderOf } from './leader.ts';
import { plan } from './plan.ts';

/** Two sentinels are back with what they knew before the third promoted another. */
function returned(epoch: number, cluster = redisCluster({}, formed)): Observed {
  return observed({
    cluster,
    servers: [serving('master', { lineage: { replid: 'r9', offset: 5 } }), serving('master'), serving('replica', follows1)],
    sentinels: [monitoring(1, { configEpoch: epoch }), monitoring(0, { configEpoch: 3 }), monitoring(0, { configEpoch: 2 })],
  });
}

const returns: readonly Situation[] = [
  {
    name: 'they have not heard of the later election yet: neither is its master fenced, nor is anybody made to follow the other',
    given: returned(4),
    rule: 'CorrectDivergedSentinel',
    actions: [],
  },
  {
    name: 'they do not hear of it',
    given: returned(4, waiting('CorrectDivergedSentinel')),
    rule: 'CorrectDivergedSentinel',
    actions: ['monitor cart-redis-sentinel-1 cart-redis-1', 'monitor cart-redis-sentinel-2 cart-redis-1'],
  },
  {
    name: 'the election of the third was no later one: the majority is believed',
    given: returned(3),
    rule: 'FenceSecondMaster',
    actions: ['replica-of cart-redis-1', 'disconnect-clients cart-redis-1'],
  },
];

describe('a majority of the sentinels comes back and knows no better', () => {
  test.for(returns)('$name', ({ given, rule, actions }) => {
    expect(decisionOf(given)).toEqual({ rule, actions });
  });

  test('no label changes meanwhile', () => {
    expect(leaderOf(returned(4))).toBeUndefined();
    expect(plan(returned(4)).applies.filter(({ kind }) => kind === 'Pod')).toEqual([]);
  });
});
