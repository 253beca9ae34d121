import { describe, expect, test } from 'vitest';
import { monitoring, nowMs, observed, redisCluster, serving, unreachable } from '../testing/observed-builder.ts';
import { decisionOf, follows1, formed, type Situation, whole } from '../testing/situation.ts';
import { switchOverAct, switchOverPhases } from './finish-switch-over.ts';

/** A hand-over from the first member that was begun so many seconds ago. */
function begun(phase: string, secondsAgo = 1, data?: Readonly<Record<string, string>>) {
  const startedAt = new Date(nowMs - secondsAgo * 1000).toISOString();
  return redisCluster(
    {},
    {
      ...formed,
      journal: { act: switchOverAct, subject: 'cart-redis-0', phase, token: 't1', startedAt, ...(data !== undefined && { data }) },
    },
  );
}

const { choosing, holdingWrites, failingOver } = switchOverPhases;
const namesFirst = [monitoring(0), monitoring(0), monitoring(0)];
const namesSecond = [monitoring(1), monitoring(1), monitoring(1)];
const letGo = ['resume-writes cart-redis-0', 'disconnect-clients cart-redis-0', 'close-journal'];
const goOn = ['resume-writes cart-redis-0', 'close-journal'];

/** Of a replica that was promoted at this offset and has gone on since. */
function promotedAt(offset: number) {
  return { replid: 'r2', replid2: 'r1', replid2Offset: offset, offset: offset + 20 };
}

const situations: readonly Omit<Situation, 'rule'>[] = [
  {
    name: 'the operator died while writes were held back: no failover was asked for, so the master goes on',
    given: observed({ ...whole, cluster: begun(holdingWrites) }),
    actions: goOn,
  },
  {
    name: 'it died after it had asked for a failover: Sentinel may still promote somebody, and writes stay held back',
    given: observed({ ...whole, cluster: begun(failingOver) }),
    actions: [],
  },
  {
    name: 'it died while the sentinels came to prefer a successor: they prefer nobody any more',
    given: observed({ ...whole, cluster: begun(choosing, 1, { successor: 'cart-redis-1' }) }),
    actions: ['resume-writes cart-redis-0', 'set-config cart-redis-1', 'close-journal'],
  },
  {
    name: 'the successor leads: it is no favourite when it is a replica again',
    given: observed({
      servers: [serving('replica', follows1), serving('master'), serving('replica', follows1)],
      sentinels: namesSecond,
      cluster: begun(failingOver, 1, { successor: 'cart-redis-1' }),
    }),
    actions: ['resume-writes cart-redis-0', 'disconnect-clients cart-redis-0', 'set-config cart-redis-1', 'close-journal'],
  },
  {
    name: 'a successor that is gone has no priority to be taken back, and keeps the journal open for nothing',
    given: observed({
      servers: [serving('master'), unreachable, serving('replica')],
      sentinels: namesFirst,
      cluster: begun(choosing, 1, { successor: 'cart-redis-1' }),
    }),
    actions: goOn,
  },
  {
    name: 'a failover goes on',
    given: observed({
      ...whole,
      cluster: begun(holdingWrites),
      sentinels: [monitoring(0, { isFailoverInProgress: true }), monitoring(0), monitoring(0)],
    }),
    actions: [],
  },
  {
    name: 'Sentinel has promoted nobody in all the time that it has',
    given: observed({ ...whole, cluster: begun(failingOver, 60) }),
    actions: goOn,
  },
  {
    name: 'another leads, and the old master still takes itself for one: demoted before its writes go on',
    given: observed({
      servers: [serving('master'), serving('master'), serving('replica', follows1)],
      sentinels: namesSecond,
      cluster: begun(failingOver),
    }),
    actions: ['replica-of cart-redis-0', ...letGo],
  },
  {
    name: 'another was promoted, and the sentinels do not agree yet',
    given: observed({
      servers: [serving('master'), serving('master'), serving('replica')],
      sentinels: [monitoring(0), monitoring(0), monitoring(1)],
      cluster: begun(failingOver),
    }),
    actions: [],
  },
  {
    name: 'two lead when the time of the hand-over is up, and no majority says which: the one that goes on where the old one has stopped was promoted',
    given: observed({
      servers: [serving('master'), serving('master', { lineage: promotedAt(100) }), serving('replica')],
      sentinels: [monitoring(1), unreachable, unreachable],
      cluster: begun(failingOver, 25),
    }),
    actions: ['replica-of cart-redis-0', ...letGo],
  },
  {
    name: 'two lead, and the old one has taken writes that the other lacks: its writes are not let go either, and whoever is named fences the other',
    given: observed({
      servers: [serving('master', { lineage: { replid: 'r1', offset: 150 } }), serving('master', { lineage: promotedAt(100) })],
      sentinels: [monitoring(1), unreachable, unreachable],
      cluster: begun(failingOver, 40),
    }),
    actions: ['close-journal'],
  },
  {
    name: 'two lead, of which one has nothing to do with this hand-over',
    given: observed({
      servers: [serving('master'), serving('master', { lineage: { replid: 'r7', offset: 900 } }), serving('replica')],
      sentinels: [monitoring(1), unreachable, unreachable],
      cluster: begun(failingOver, 25),
    }),
    actions: ['close-journal'],
  },
  {
    name: 'the old master is a replica already: its clients may still be waiting for writes that are held back',
    given: observed({
      servers: [serving('replica', follows1), serving('master'), serving('replica', follows1)],
      sentinels: namesSecond,
      cluster: begun(failingOver),
    }),
    actions: letGo,
  },
  {
    name: 'the old master does not serve any more: nothing to undo, and the rules for its loss have their turn',
    given: observed({ servers: [unreachable, serving('replica'), serving('replica')], sentinels: namesFirst, cluster: begun(failingOver) }),
    actions: ['close-journal'],
  },
];

describe('a hand-over that was begun and not ended', () => {
  test.for(situations)('$name', ({ given, actions }) => {
    expect(decisionOf(given)).toEqual({ rule: 'FinishSwitchOver', actions });
  });

  test('an act of another rule is none of its business', () => {
    const journal = { act: 'SomethingElse', subject: 'cart-redis-0', phase: 'p', token: 't', startedAt: '2026-01-01T00:00:00Z' };
    expect(decisionOf(observed({ ...whole, cluster: redisCluster({}, { ...formed, journal }) })).rule).toBeUndefined();
  });
});
