import { describe, expect, test } from 'vitest';
import { host, monitoring, observed, serving } from '../testing/observed-builder.ts';
import { decisionOf, type Situation, whole } from '../testing/situation.ts';

const sentinelHost = (ordinal: number) => observed(whole).sentinels[ordinal]?.host ?? '';

/** The first sentinel meets somebody else at the addresses of these. */
function misled(strangersForMs: Readonly<Record<string, number>>, servers = whole.servers, failing = false) {
  const views = [monitoring(0, { strangersForMs }), monitoring(0, { isFailoverInProgress: failing }), monitoring(0)];
  return observed({ servers, sentinels: views });
}

const cured = { rule: 'ReconnectSentinel', actions: ['reconnect cart-redis-sentinel-0'] };
const left = { rule: undefined, actions: [] };

const situations: readonly Situation[] = [
  { name: 'a replica that is in step, for half a minute', given: misled({ [host(2)]: 30_000 }), ...cured },
  { name: 'not as long yet: most of it passes', given: misled({ [host(2)]: 29_000 }), ...left },
  { name: 'another sentinel, whose vote does not count meanwhile', given: misled({ [sentinelHost(1)]: 30_000 }), ...cured },
  { name: 'a sentinel that has left', given: misled({ 'cart-redis-sentinel-9.elsewhere': 30_000 }), ...left },
  {
    name: 'a replica that is not in step: it may answer so itself',
    given: misled({ [host(2)]: 30_000 }, [serving('master'), serving('replica'), serving('replica', { isLinkUp: false })]),
    rule: 'AwaitMembers',
    actions: [],
  },
  { name: 'a failover goes on', given: misled({ [host(2)]: 30_000 }, whole.servers, true), ...left },
  {
    name: 'all of them are misled: one after another',
    given: observed({ ...whole, sentinels: [0, 1, 2].map(() => monitoring(0, { strangersForMs: { [host(1)]: 99_000 } })) }),
    ...cured,
  },
];

describe('a sentinel that meets a stranger where it looks for', () => {
  test.for(situations)('$name', ({ given, rule, actions }) => {
    expect(decisionOf(given)).toEqual({ rule, actions });
  });
});
