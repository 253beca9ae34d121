import type { RedisCluster } from '@dataservices/api';
import type { PodView } from '@dataservices/members';
import fc from 'fast-check';
import type { LobbyView, Reach, SentinelView, ServerView } from '../client/port.ts';
import type { Observed } from '../observed.ts';
import { switchOverAct, switchOverPhases } from '../plan/finish-switch-over.ts';
import { liveRedisConfig } from '../resources/redis-config.ts';
import { claim, host, lobby, monitoring, nowMs, observed, redisCluster, serving, unreachable, withPod } from './observed-builder.ts';
import { withReach } from './reach-builder.ts';

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
      isFull: fc.boolean(),
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
      isElectable: fc.boolean(),
      isWriteFailing: fc.boolean(),
      lineage,
    })
    .map(({ role, follows, ...changes }) => serving(role, { ...changes, ...(role === 'replica' && { masterHost: host(follows) }) })),
);

/** Any sentinel. */
const sentinel: fc.Arbitrary<SentinelView> = fc.oneof(
  fc.constant<SentinelView>(unreachable),
  fc.constant<SentinelView>({ state: 'bare' }),
  fc
    .record({
      master: ordinal,
      isFailoverInProgress: fc.boolean(),
      isMasterDown: fc.boolean(),
      sinceLastPingReplyMs: fc.constantFrom(100, 5_000),
      electable: fc.subarray([0, 1, 2, 3, 4].map(host)),
      configEpoch: fc.constantFrom(0, 0, 0, 1),
    })
    .map(({ master, ...changes }) => monitoring(master, changes)),
);

const since = new Date(nowMs - 3_600_000).toISOString();
const podState = fc.constantFrom('present', 'present', 'present', 'absent', 'terminating', 'outdated', 'stuck', 'stopped');
const waitedFor = fc.constantFrom(
  'RecoverWithoutMaster',
  'CorrectDivergedSentinel',
  'FollowOnlyMaster',
  'ForgetGhostSentinels',
  'SpeedUpFailover',
  'AwaitMembers',
);

const anySpec = fc.record({
  replicas: fc.integer({ min: 0, max: 5 }),
  storage: fc.record({ ephemeral: fc.boolean(), whenScaled: fc.constantFrom('Retain' as const, 'Delete' as const) }),
});

/** Mostly none: an open journal goes before everything else. */
const anyJournal = fc.oneof(
  { weight: 9, arbitrary: fc.constant(undefined) },
  {
    weight: 1,
    arbitrary: fc.record({
      subject: ordinal.map((at) => `cart-redis-${at}`),
      phase: fc.constantFrom(...Object.values(switchOverPhases)),
      startedAt: fc.constantFrom(since, new Date(nowMs).toISOString()),
    }),
  },
);

const anyStatus = fc
  .record({ isFormed: fc.boolean(), leader: ordinal, rule: waitedFor, journal: anyJournal })
  .map(({ isFormed, leader, rule, journal }) => ({
    ...(journal !== undefined && { journal: { act: switchOverAct, token: 't', ...journal } }),
    ...(isFormed && { clusterId: 'c0ffee', leader: `cart-redis-${leader}` }),
    operation: { rule, reason: rule, message: rule, since },
  }));

type Draft = { readonly servers: readonly ServerView[]; readonly sentinels: readonly SentinelView[] };

/** Any answers at all: any server missing or confused, any sentinel wrong, any number of masters. */
const chaos: fc.Arbitrary<Draft> = fc.record({
  servers: fc.array(server, { minLength: 1, maxLength: 5 }),
  sentinels: fc.array(sentinel, { minLength: 1, maxLength: 5 }),
});

/** A cluster that is nearly well: where rules for ordinary days are at work. */
const nearlyWell: fc.Arbitrary<Draft> = fc
  .record({
    leader: fc.nat(2),
    quirks: fc.dictionary(fc.constantFrom('0', '1', '2'), server, { maxKeys: 1 }),
    ghosts: fc.boolean(),
    quorum: fc.constantFrom(2, 2, 2, 3),
    odd: fc.option(sentinel),
    minReplicas: fc.constantFrom('0', '1', '1', '2'),
    isSilent: fc.boolean(),
  })
  .map(({ leader, quirks, ghosts, quorum, odd, minReplicas, isSilent }) => {
    const settings = { quorum, downAfterMilliseconds: 5000, failoverTimeoutMilliseconds: 15_000, infoPeriodMilliseconds: 1_000 };
    const names = { ...(ghosts && { knownSentinels: 5 }), ...(isSilent && { sinceLastPingReplyMs: 5_000 }), settings };
    const live = { liveConfig: { ...liveRedisConfig(redisCluster()), 'min-replicas-to-write': minReplicas } };
    return {
      servers: [0, 1, 2].map(
        (at) =>
          quirks[at] ?? serving(at === leader ? 'master' : 'replica', { ...live, ...(at !== leader && { masterHost: host(leader) }) }),
      ),
      sentinels: [monitoring(leader, names), monitoring(leader, names), odd ?? monitoring(leader, names)],
    };
  });

/** Mostly none; else what is asked for about a member, taken down or not yet. */
const anyRequest = fc.oneof(
  { weight: 8, arbitrary: fc.constant(undefined) },
  {
    weight: 2,
    arbitrary: fc.record({ name: fc.constantFrom('replace-member', 'switch-over', 'recover-from'), ordinal, isTakenDown: fc.boolean() }),
  },
);

type AnyRequest = { readonly name: string; readonly ordinal: number; readonly isTakenDown: boolean } | undefined;

function asking(cluster: RedisCluster, request: AnyRequest): RedisCluster {
  if (request === undefined) return cluster;
  const pod = `cart-redis-${request.ordinal}`;
  const uids = { podUid: `uid-${pod}`, claimUid: `uid-data-${request.ordinal}` };
  const record = { name: request.name, token: 't', state: 'Running', message: 'm', pod, ...uids };
  const metadata = { ...cluster.metadata, annotations: { [`dataservices.dev/${request.name}`]: `${pod}@t` } };
  return { ...cluster, metadata, status: { ...cluster.status, ...(request.isTakenDown && { requests: [record] }) } };
}

/** What is met at the first member, which is the lost one in most drafts with a lost one, and at the kubelets. */
const anyReach = fc.record({
  server: fc.constantFrom<(Reach | undefined)[]>(undefined, 'accepts', 'refuses', 'silent', 'silent'),
  kubelet: fc.constantFrom<(Reach | undefined)[]>(undefined, 'accepts', 'silent', 'silent'),
  others: fc.constantFrom<(Reach | undefined)[]>(undefined, 'accepts', 'accepts', 'silent'),
});

/** Any state at all, whatever was waited for before. */
export const anyObserved: fc.Arbitrary<Observed> = fc
  .record({
    draft: fc.oneof(chaos, nearlyWell),
    spec: fc.oneof(anySpec, fc.constant({})),
    status: anyStatus,
    states: fc.array(podState, { minLength: 5, maxLength: 5 }),
    areSentinelsGone: fc.boolean(),
    claims: fc.array(fc.boolean(), { minLength: 6, maxLength: 6 }),
    capacity: fc.constantFrom('10Gi', '10Gi', '10Gi', '5Gi'),
    isCalm: fc.boolean(),
    request: anyRequest,
    reach: anyReach,
    retired: fc.constantFrom<(readonly number[])[]>([], [], [0], [1], [2], [3, 4, 5], [3, 4, 5]),
  })
  .map(({ draft, spec, status, states, areSentinelsGone, claims, capacity, isCalm, request, reach, retired }) => {
    const volumes = claims.flatMap((isBound, at) =>
      at < draft.servers.length || isBound ? [claim(at, { isBound, request: capacity, capacity, isRetired: retired.includes(at) })] : [],
    );
    const cluster = asking(redisCluster(spec, status), request);
    const seen = withReach(observed({ cluster, ...draft, ...(!isCalm && { claims: volumes }) }), reach);
    const given = areSentinelsGone ? withoutSilentSentinels(seen) : seen;
    return states.reduce((changed, state, at) => withPod(changed, at, isCalm && at > 0 ? {} : podChanges(state)), given);
  });

/** Those that do not answer have no pods. */
function withoutSilentSentinels(given: Observed): Observed {
  const sentinels = given.sentinels.map(({ pod, ...sentinel }) =>
    pod === undefined || sentinel.view.state === 'unreachable' ? sentinel : { ...sentinel, pod },
  );
  return { ...given, sentinels };
}

function podChanges(state: string): Partial<PodView> | undefined {
  switch (state) {
    case 'absent':
      return undefined;
    case 'terminating':
      return { isTerminating: true };
    case 'outdated':
      return { podHash: 'old' };
    case 'stuck':
      return { podHash: 'old', isReady: false };
    case 'stopped':
      return { isServerRunning: false, isReady: false };
    default:
      return {};
  }
}
