import { describe, expect, test } from 'vitest';
import { liveRedisConfig } from '../resources/redis-config.ts';
import { lobby, monitoring, noSecrets, observed, redisCluster, serving, unreachable, withPod } from '../testing/observed-builder.ts';
import { bare, decisionOf, follows1, formed, held, type Situation, silent, waiting, whole } from '../testing/situation.ts';

const namesReplica = [1, 1, 0].map((ordinal) => monitoring(ordinal, { electable: [] }));

const situations: readonly Situation[] = [
  { name: 'all is well', given: observed(whole), rule: undefined, actions: [] },
  {
    name: 'a master that was hung comes back beside the one that was elected',
    given: observed({
      servers: [serving('master'), serving('master'), serving('replica', follows1)],
      sentinels: [monitoring(1), monitoring(1), monitoring(1)],
    }),
    rule: 'FenceSecondMaster',
    actions: ['replica-of cart-redis-0', 'disconnect-clients cart-redis-0'],
  },
  {
    name: 'a replica that Sentinel has just promoted is not taken for a second master',
    given: observed({
      servers: [serving('master'), serving('master', { lineage: { replid: 'r2', replid2: 'r1', offset: 100 } }), serving('replica')],
      sentinels: [monitoring(0), monitoring(0), monitoring(1)],
    }),
    rule: 'CorrectDivergedSentinel',
    actions: [],
  },
  {
    name: 'a reborn master beside a failover that goes on',
    given: observed({
      servers: [
        serving('master', { lineage: { replid: 'new', offset: 1 } }),
        serving('master', { lineage: { replid: 'r2', replid2: 'r1', offset: 100 } }),
        serving('replica'),
      ],
      sentinels: [monitoring(0, { isFailoverInProgress: true }), monitoring(0), monitoring(0)],
    }),
    rule: 'AwaitMembers',
    actions: [],
  },
  {
    name: "the master's pod is being stopped",
    given: withPod(observed(whole), 0, { isTerminating: true }),
    rule: 'HandOverBeforeStop',
    actions: ['switch-over cart-redis-0'],
  },
  {
    name: 'two masters, and the sentinels disagree: nobody is touched',
    given: observed({
      servers: [serving('master'), serving('master'), serving('replica')],
      sentinels: [monitoring(0), monitoring(1), unreachable],
    }),
    rule: 'AwaitMembers',
    actions: [],
  },
  {
    name: 'while the sentinels know somebody to promote, a failover is theirs',
    given: observed({
      cluster: waiting('RecoverWithoutMaster'),
      servers: [unreachable, serving('replica'), serving('replica')],
      sentinels: [monitoring(0), monitoring(0), monitoring(0)],
    }),
    rule: 'AwaitMembers',
    actions: [],
  },
  {
    name: 'the master is gone, and the only replica has never been in step',
    given: withPod(
      observed({
        cluster: redisCluster({ replicas: 2 }, formed),
        servers: [
          unreachable,
          serving('replica', { isElectable: false, isLinkUp: false, liveConfig: liveRedisConfig(redisCluster({ replicas: 2 })) }),
        ],
        sentinels: silent,
      }),
      0,
      undefined,
    ),
    rule: 'AwaitMembers',
    actions: [],
  },
  {
    name: 'whatever is stalled, a second master is fenced',
    given: observed({
      servers: [serving('master'), serving('master'), serving('replica', follows1)],
      sentinels: [monitoring(1), monitoring(1), monitoring(1)],
      changes: { secrets: { ...noSecrets, problem: 'no Secret' } },
    }),
    rule: 'FenceSecondMaster',
    actions: ['replica-of cart-redis-0', 'disconnect-clients cart-redis-0'],
  },
  {
    name: 'the founder serves, the sentinels know nobody',
    given: observed({
      servers: [serving('master'), lobby('empty'), lobby('empty')],
      sentinels: [bare, unreachable, bare],
    }),
    rule: 'ConfigureBareSentinel',
    actions: ['monitor cart-redis-sentinel-0 cart-redis-0', 'monitor cart-redis-sentinel-2 cart-redis-0'],
  },
  {
    name: 'one sentinel was replaced',
    given: observed({ ...whole, sentinels: [monitoring(0), monitoring(0), bare] }),
    rule: 'ConfigureBareSentinel',
    actions: ['monitor cart-redis-sentinel-2 cart-redis-0'],
  },
  {
    name: 'a bare sentinel is not told of a master that another sentinel contradicts',
    given: observed({ servers: [serving('master'), serving('replica'), unreachable], sentinels: [monitoring(2), bare, bare] }),
    rule: 'AwaitMembers',
    actions: [],
  },
  {
    name: 'one sentinel is bare and another names a replica of the only master: the bare one makes the majority',
    given: observed({ ...whole, sentinels: [monitoring(1, { electable: [] }), monitoring(0), bare] }),
    rule: 'ConfigureBareSentinel',
    actions: ['monitor cart-redis-sentinel-2 cart-redis-0'],
  },
  {
    name: 'one sentinel is bare and another names a member that is gone with its volume',
    given: observed({ ...whole, servers: [serving('master'), serving('replica')], sentinels: [monitoring(7), monitoring(0), bare] }),
    rule: 'ConfigureBareSentinel',
    actions: ['monitor cart-redis-sentinel-2 cart-redis-0'],
  },
  {
    name: 'one sentinel is bare and another names a member in the lobby with data: it may have more than the one that leads',
    given: observed({
      servers: [serving('master'), held({ lastRole: 'master' }), serving('replica')],
      sentinels: [monitoring(1), monitoring(0), bare],
    }),
    rule: 'AwaitMembers',
    actions: [],
  },
  {
    name: 'the sentinels name a replica of the only master, and may yet promote it: Sentinel tries first',
    given: observed({ ...whole, sentinels: namesReplica }),
    rule: 'FollowOnlyMaster',
    actions: [],
  },
  {
    name: 'the sentinels go on naming a replica of the only master: it would never be a master',
    given: observed({ ...whole, cluster: waiting('FollowOnlyMaster'), sentinels: namesReplica }),
    rule: 'FollowOnlyMaster',
    actions: ['monitor cart-redis-sentinel-0 cart-redis-0', 'monitor cart-redis-sentinel-1 cart-redis-0'],
  },
  {
    name: 'the sentinels go on naming a member whose volume is gone, while another leads',
    given: observed({
      cluster: waiting('FollowOnlyMaster'),
      servers: [serving('master'), lobby('empty', { isRefusing: true }), serving('replica', follows1)],
      sentinels: namesReplica,
    }),
    rule: 'FollowOnlyMaster',
    actions: ['monitor cart-redis-sentinel-0 cart-redis-0', 'monitor cart-redis-sentinel-1 cart-redis-0'],
  },
  {
    name: 'the member that the sentinels name cannot be asked: it may lead where the operator does not see it',
    given: observed({
      cluster: waiting('FollowOnlyMaster'),
      servers: [serving('master'), unreachable, serving('replica')],
      sentinels: namesReplica,
    }),
    rule: 'AwaitMembers',
    actions: [],
  },
  {
    name: 'the sentinels name a replica of the only master, and just try to fail over',
    given: observed({
      ...whole,
      cluster: waiting('FollowOnlyMaster'),
      sentinels: [monitoring(1, { electable: [], isFailoverInProgress: true }), ...namesReplica.slice(1)],
    }),
    rule: 'FollowOnlyMaster',
    actions: [],
  },
  {
    name: 'every sentinel goes on naming another, and only one of them the master',
    given: observed({ ...whole, cluster: waiting('FollowOnlyMaster'), sentinels: [monitoring(1), monitoring(2), monitoring(0)] }),
    rule: 'FollowOnlyMaster',
    actions: ['monitor cart-redis-sentinel-0 cart-redis-0', 'monitor cart-redis-sentinel-1 cart-redis-0'],
  },
  {
    name: 'one sentinel alone names another master: it is given time to hear of the right one',
    given: observed({ ...whole, sentinels: [monitoring(0), monitoring(0), monitoring(1)] }),
    rule: 'CorrectDivergedSentinel',
    actions: [],
  },
  {
    name: 'one sentinel went on naming another master',
    given: observed({ ...whole, cluster: waiting('CorrectDivergedSentinel'), sentinels: [monitoring(0), monitoring(0), monitoring(1)] }),
    rule: 'CorrectDivergedSentinel',
    actions: ['monitor cart-redis-sentinel-2 cart-redis-0'],
  },
  {
    name: 'a replica follows another replica',
    given: observed({ ...whole, servers: [serving('master'), serving('replica'), serving('replica', follows1)] }),
    rule: 'RepointStrayReplica',
    actions: ['replica-of cart-redis-2'],
  },
  {
    name: 'a replica that will be repointed by Sentinel is left to it while the failover lasts',
    given: observed({
      servers: [unreachable, serving('master'), serving('replica')],
      sentinels: [monitoring(1, { isFailoverInProgress: true }), monitoring(1), monitoring(1)],
    }),
    rule: 'AwaitMembers',
    actions: [],
  },
  {
    name: 'a replica with the right master whose link is down is not asked again',
    given: observed({ ...whole, servers: [serving('master'), serving('replica', { isLinkUp: false }), serving('replica')] }),
    rule: 'AwaitMembers',
    actions: [],
  },
  {
    name: 'the quorum changed',
    given: observed({ ...whole, cluster: redisCluster({ sentinel: { quorum: 1 } }, formed) }),
    rule: 'TuneSentinel',
    actions: ['tune-sentinel cart-redis-sentinel-0', 'tune-sentinel cart-redis-sentinel-1', 'tune-sentinel cart-redis-sentinel-2'],
  },
  {
    name: 'scaled to two: no replica is demanded for writes any more, which the replica tries first',
    given: observed({ ...whole, servers: [serving('master'), serving('replica')], cluster: redisCluster({ replicas: 2 }, formed) }),
    rule: 'SetLiveConfig',
    actions: ['set-config cart-redis-1'],
  },
];

describe('what keeps running service running', () => {
  test.for(situations)('$name', ({ given, rule, actions }) => {
    expect(decisionOf(given)).toEqual({ rule, actions });
  });
});
