import { describe, expect, test } from 'vitest';
import type { SentinelView } from '../client/port.ts';
import type { Observed } from '../observed.ts';
import { host, lobby, monitoring, observed, serving, unreachable, withPod } from '../testing/observed-builder.ts';
import { type ReachDraft, withReach } from '../testing/reach-builder.ts';
import { decisionOf, held, type Situation, silent, waiting } from '../testing/situation.ts';

const heldDown = [0, 1, 2].map((ordinal) => (ordinal === 2 ? unreachable : monitoring(0, { isMasterDown: true })));

/** The master on a node of its own does not answer. */
function cutOff(reach: ReachDraft, sentinels: readonly SentinelView[] = silent): Observed {
  return withReach(observed({ servers: [unreachable, serving('replica'), serving('replica')], sentinels }), reach);
}

const nodeGone = { server: 'silent', kubelet: 'silent', others: 'accepts' } as const;

const situations: readonly Situation[] = [
  {
    name: "the master's pod is gone, and the sentinels get no answer",
    given: withPod(observed({ servers: [unreachable, serving('replica'), serving('replica')], sentinels: silent }), 0, undefined),
    rule: 'SpeedUpFailover',
    actions: ['failover cart-redis-sentinel-0'],
  },
  {
    name: "the master's pod is gone, but only one sentinel gets no answer",
    given: withPod(
      observed({
        servers: [unreachable, serving('replica'), serving('replica')],
        sentinels: [...silent.slice(0, 1), monitoring(0), monitoring(0)],
      }),
      0,
      undefined,
    ),
    rule: 'SpeedUpFailover',
    actions: [],
  },
  {
    name: 'the master does not answer, but its container runs: that is for Sentinel to judge',
    given: observed({ servers: [unreachable, serving('replica'), serving('replica')], sentinels: silent }),
    rule: 'AwaitMembers',
    actions: [],
  },
  {
    name: 'most sentinels hold the master to be down: their own attempt comes first',
    given: observed({ servers: [unreachable, serving('replica'), serving('replica')], sentinels: heldDown }),
    rule: 'SpeedUpFailover',
    actions: [],
  },
  {
    name: 'most sentinels hold the master to be down, and none has begun: after a failed attempt they would wait for half a minute',
    given: observed({
      cluster: waiting('SpeedUpFailover'),
      servers: [unreachable, serving('replica'), serving('replica')],
      sentinels: heldDown,
    }),
    rule: 'SpeedUpFailover',
    actions: ['failover cart-redis-sentinel-0'],
  },
  {
    name: 'the master restarts in place: it is given a second',
    given: observed({ servers: [held({ lastRole: 'master' }), serving('replica'), serving('replica')], sentinels: silent }),
    rule: 'SpeedUpFailover',
    actions: [],
  },
  {
    name: 'the master restarts in place and gives way to those who followed it',
    given: observed({
      servers: [held({ lastRole: 'master', isRefusing: true }), serving('replica'), serving('replica')],
      sentinels: silent,
    }),
    rule: 'SpeedUpFailover',
    actions: ['failover cart-redis-sentinel-0'],
  },
  {
    name: 'the sentinels have not heard yet that another replica has more: it may have confirmed what the one that they would promote lacks',
    given: goneWith({ behind: 1, foremost: [1, 1, 1] }),
    rule: 'SpeedUpFailover',
    actions: [],
  },
  {
    name: 'to some of the sentinels two replicas are equal, of which one has more: the one is asked that knows',
    given: goneWith({ behind: 1, foremost: ['equal', 2, 1] }),
    rule: 'SpeedUpFailover',
    actions: ['failover cart-redis-sentinel-1'],
  },
  {
    name: 'the sentinels do not come to know which replica has the most: writes do not wait for that',
    given: later(goneWith({ behind: 1, foremost: [1, 1, 1] })),
    rule: 'SpeedUpFailover',
    actions: ['failover cart-redis-sentinel-0'],
  },
  {
    name: 'the master came back with an empty volume and refuses to lead',
    given: observed({ servers: [lobby('empty', { isRefusing: true }), serving('replica'), serving('replica')], sentinels: silent }),
    rule: 'SpeedUpFailover',
    actions: ['failover cart-redis-sentinel-0'],
  },
  {
    name: 'neither the master nor the kubelet beside it takes a connection, and no sentinel gets an answer: its node is gone',
    given: cutOff(nodeGone),
    rule: 'SpeedUpFailover',
    actions: ['failover cart-redis-sentinel-0'],
  },
  {
    name: 'the same, and the sentinel on that node went with it',
    given: cutOff(nodeGone, [unreachable, ...silent.slice(1)]),
    rule: 'SpeedUpFailover',
    actions: ['failover cart-redis-sentinel-1'],
  },
  {
    name: 'the operator reaches only one sentinel: it may be the one that is cut off',
    given: cutOff(nodeGone, [unreachable, unreachable, ...silent.slice(2)]),
    rule: 'AwaitMembers',
    actions: [],
  },
  {
    name: 'one sentinel still gets an answer: the master lives, and takes writes',
    given: cutOff(nodeGone, [...silent.slice(0, 2), monitoring(0)]),
    rule: 'SpeedUpFailover',
    actions: [],
  },
  {
    name: 'the operator reaches no kubelet at all: that it does not reach this one says nothing',
    given: cutOff({ ...nodeGone, others: 'silent' }),
    rule: 'AwaitMembers',
    actions: [],
  },
  {
    name: 'the kubelet beside the master takes connections: the node is there, and Sentinel judges its server',
    given: cutOff({ ...nodeGone, kubelet: 'accepts' }),
    rule: 'AwaitMembers',
    actions: [],
  },
  {
    name: 'a machine that refuses connections to its kubelet is there',
    given: cutOff({ ...nodeGone, kubelet: 'refuses' }),
    rule: 'AwaitMembers',
    actions: [],
  },
  {
    name: 'a process that hangs takes connections: Sentinel judges it',
    given: cutOff({ ...nodeGone, server: 'accepts' }),
    rule: 'AwaitMembers',
    actions: [],
  },
  {
    name: 'the node of the master does not say where its kubelet listens',
    given: withoutKubelet(cutOff(nodeGone)),
    rule: 'AwaitMembers',
    actions: [],
  },
  {
    name: 'the process has ended, as its machine says, before the kubelet does: it is given a second to come back',
    given: cutOff({ server: 'refuses' }),
    rule: 'SpeedUpFailover',
    actions: [],
  },
  {
    name: 'the process has ended and did not come back within that second',
    given: later(cutOff({ server: 'refuses' })),
    rule: 'SpeedUpFailover',
    actions: ['failover cart-redis-sentinel-0'],
  },
];

type Heard = { readonly behind: number; readonly foremost: readonly (number | 'equal')[] };

/** The pod of the master is gone; one replica has less than the other, and each sentinel would promote what it has heard of as the best. */
function goneWith({ behind, foremost }: Heard): Observed {
  const replica = (ordinal: number) => serving('replica', { lineage: { replid: 'r1', offset: ordinal === behind ? 90 : 100 } });
  const sentinels = foremost.map((best) =>
    monitoring(0, { sinceLastPingReplyMs: 2_000, foremost: (best === 'equal' ? [1, 2] : [best]).map(host) }),
  );
  return withPod(observed({ servers: [unreachable, replica(1), replica(2)], sentinels }), 0, undefined);
}

function later(given: Observed): Observed {
  return { ...given, cluster: waiting('SpeedUpFailover') };
}

function withoutKubelet(given: Observed): Observed {
  const members = given.members.map(({ pod, ...member }) => {
    if (pod === undefined) return member;
    const { kubelet: _, ...rest } = pod;
    return { ...member, pod: rest };
  });
  return { ...given, members };
}

describe('a failover before Sentinel would begin one', () => {
  test.for(situations)('$name', ({ given, rule, actions }) => {
    expect(decisionOf(given)).toEqual({ rule, actions });
  });
});
