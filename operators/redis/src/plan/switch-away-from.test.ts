import { expect, test } from 'vitest';
import type { Observed } from '../observed.ts';
import { monitoring, observed, serving, withPod, withSentinelPod } from '../testing/observed-builder.ts';
import { switchAwayFrom } from './switch-away-from.ts';

const whole = observed({
  servers: [serving('master'), serving('replica'), serving('replica')],
  sentinels: [monitoring(0), monitoring(0), monitoring(0)],
});

/** The master is on node-a, as somebody of these is. */
const spread = ['node-a', 'node-b', 'node-c'].reduce(
  (given, node, at) => withSentinelPod(given, at, { node }),
  withPod(whole, 0, { node: 'node-a' }),
);

function askedSentinel(given: Observed): string | undefined {
  const [master] = given.members;
  const [action] = (master && switchAwayFrom(given, master)) ?? [];
  return action?.kind === 'switch-over' ? action.sentinel : undefined;
}

test.for<[name: string, given: Observed, asked: string]>([
  ["not the one on the master's node, which may be drained", spread, 'cart-redis-sentinel-1'],
  ['not one that is being stopped', withSentinelPod(spread, 1, { isTerminating: true }), 'cart-redis-sentinel-2'],
  [
    "the one on the master's node before those that are being stopped",
    withSentinelPod(withSentinelPod(spread, 1, { isTerminating: true }), 2, { isTerminating: true }),
    'cart-redis-sentinel-0',
  ],
  [
    'one that is being stopped where there is no other',
    [0, 1, 2].reduce((given, at) => withSentinelPod(given, at, { isTerminating: true }), spread),
    'cart-redis-sentinel-1',
  ],
])('who is asked to move leadership: %s', ([_name, given, asked]) => {
  expect(askedSentinel(given)).toBe(asked);
});
