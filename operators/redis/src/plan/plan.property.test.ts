import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { RedisAction } from '../action.ts';
import type { LobbyView, SentinelView, ServerView } from '../client/port.ts';
import type { Observed } from '../observed.ts';
import { host, lobby, monitoring, nowMs, observed, redisCluster, serving, unreachable } from '../testing/observed-builder.ts';
import { leadershipOf } from './leadership.ts';
import { plan } from './plan.ts';

const ordinal = fc.integer({ min: 0, max: 4 });
const lineage = fc.record({
  replid: fc.constantFrom('r1', 'r2', 'r3'),
  replid2: fc.constantFrom('r1', 'r2', 'none'),
  offset: fc.nat(1000),
});

const server: fc.Arbitrary<ServerView> = fc.oneof(
  fc.constant<ServerView>(unreachable),
  fc
    .record({
      content: fc.constantFrom<LobbyView['content'][]>('held', 'empty', 'partial'),
      isRefusing: fc.boolean(),
      lastRole: fc.constantFrom('master' as const, 'replica' as const),
      lineage,
    })
    .map(({ content, ...changes }) => lobby(content, changes)),
  fc
    .record({
      role: fc.constantFrom('master' as const, 'replica' as const),
      follows: ordinal,
      isLinkUp: fc.boolean(),
      isSyncing: fc.boolean(),
      isLoading: fc.boolean(),
      lineage,
    })
    .map(({ role, follows, ...changes }) => serving(role, { ...changes, ...(role === 'replica' && { masterHost: host(follows) }) })),
);

const sentinel: fc.Arbitrary<SentinelView> = fc.oneof(
  fc.constant<SentinelView>(unreachable),
  fc.constant<SentinelView>({ state: 'bare' }),
  fc
    .record({ master: ordinal, isFailoverInProgress: fc.boolean(), configEpoch: fc.nat(9), isMasterDown: fc.boolean() })
    .map(({ master, ...changes }) => monitoring(master, changes)),
);

const since = new Date(nowMs - 3_600_000).toISOString();

/** Any state at all: any server missing or confused, any sentinel wrong, any number of masters, whatever was waited for before. */
const anyObserved: fc.Arbitrary<Observed> = fc
  .record({
    servers: fc.array(server, { minLength: 1, maxLength: 5 }),
    sentinels: fc.array(sentinel, { minLength: 1, maxLength: 5 }),
    isFormed: fc.boolean(),
    leader: ordinal,
    rule: fc.constantFrom('RecoverWithoutMaster', 'CorrectDivergedSentinel', 'AwaitMembers'),
    replicas: fc.integer({ min: 0, max: 5 }),
  })
  .map(({ servers, sentinels, isFormed, leader, rule, replicas }) => {
    const status = isFormed ? { clusterId: 'c0ffee', leader: `cart-redis-${leader}` } : {};
    return observed({
      cluster: redisCluster({ replicas }, { ...status, operation: { rule, reason: rule, message: rule, since } }),
      servers,
      sentinels,
    });
  });

/** The pod that an action makes, or lets become, the leader. */
function leaderMadeBy(action: RedisAction): string | undefined {
  if (action.kind === 'found-cluster' || action.kind === 'promote') return action.pod;
  return action.kind === 'monitor' ? action.host.split('.')[0] : undefined;
}

function leadersMadeBy(given: Observed): ReadonlySet<string> {
  const made = (plan(given).step?.actions ?? []).map(leaderMadeBy);
  return new Set(made.filter((name) => name !== undefined));
}

function check(property: (given: Observed) => void): void {
  fc.assert(fc.property(anyObserved, property), { numRuns: 500 });
}

describe('whatever is observed', () => {
  test('no two members are told to lead', () => {
    check((given) => {
      expect(leadersMadeBy(given).size).toBeLessThanOrEqual(1);
    });
  });

  test('an empty data set is never put above one that holds data', () => {
    check((given) => {
      const leaders = leadersMadeBy(given);
      const isEmpty = ({ name, server: view }: Observed['members'][number]) =>
        leaders.has(name) && view.state === 'lobby' && view.content !== 'held';
      const founder = given.members.find(isEmpty);
      if (founder === undefined) return;
      expect(
        given.members.filter(({ server: view }) => view.state === 'serving' || (view.state === 'lobby' && view.content === 'held')),
      ).toEqual([]);
      expect(given.cluster.status.clusterId).toBeUndefined();
    });
  });

  test('nothing is done on the word of one sentinel: a member is made to follow only a master that a majority names', () => {
    check((given) => {
      const { master, monitoring: voters } = leadershipOf(given);
      for (const action of plan(given).step?.actions ?? []) {
        if (action.kind !== 'replica-of') continue;
        expect(action.masterHost).toBe(master?.host);
        expect(voters.filter(({ view }) => view.masterHost === action.masterHost).length * 2).toBeGreaterThan(given.sentinels.length);
      }
    });
  });

  test('a sentinel that names somebody is told otherwise only against a majority', () => {
    check((given) => {
      const { master } = leadershipOf(given);
      for (const action of plan(given).step?.actions ?? []) {
        const told = action.kind === 'monitor' ? given.sentinels.find(({ name }) => name === action.pod) : undefined;
        if (action.kind !== 'monitor' || told?.view.state !== 'monitoring') continue;
        expect(action.host).toBe(master?.host);
      }
    });
  });

  test('the master that a majority names is neither demoted nor deleted before it has handed over', () => {
    check((given) => {
      const { master } = leadershipOf(given);
      for (const action of plan(given).step?.actions ?? []) {
        if (action.kind === 'replica-of' || action.kind === 'delete-pod') expect(action.pod).not.toBe(master?.name);
      }
    });
  });

  test('at most one pod or volume is deleted in a pass', () => {
    check((given) => {
      const deletions = (plan(given).step?.actions ?? []).filter(({ kind }) => kind === 'delete-pod' || kind === 'delete-claim');
      expect(deletions.length).toBeLessThanOrEqual(1);
    });
  });
});
