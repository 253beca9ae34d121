import { describe, expect, test } from 'vitest';
import type { Observed } from '../observed.ts';
import {
  claim,
  host,
  lobby,
  monitoring,
  nowMs,
  observed,
  redisCluster,
  serving,
  unreachable,
  withPod,
} from '../testing/observed-builder.ts';
import { plan } from './plan.ts';

const bare = { state: 'bare' } as const;
const formed = { clusterId: 'c0ffee' };
const whole = {
  servers: [serving('master'), serving('replica'), serving('replica')],
  sentinels: [monitoring(0), monitoring(0), monitoring(0)],
};
const follows1 = { masterHost: host(1) };
const longAgo = new Date(nowMs - 120_000).toISOString();
const waiting = (rule: string, status = {}) =>
  redisCluster({}, { ...formed, ...status, operation: { rule, reason: rule, message: 'm', since: longAgo } });
const silent = [0, 1, 2].map(() => monitoring(0, { sinceLastPingReplyMs: 2_000 }));
const nobodyToPromote = [0, 1, 2].map(() => monitoring(0, { electable: [] }));
const held = (changes = {}) => lobby('held', { lastRole: 'replica', lineage: { replid: 'r1', offset: 50 }, ...changes });

/** What each situation leads to: the rule, and its actions in short. */
const situations: readonly { name: string; given: Observed; rule: string | undefined; actions: readonly string[] }[] = [
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
    name: 'the master restarts in place: it is given a second',
    given: observed({ servers: [held({ lastRole: 'master' }), serving('replica'), serving('replica')], sentinels: silent }),
    rule: 'SpeedUpFailover',
    actions: [],
  },
  {
    name: 'the master came back with an empty volume and refuses to lead',
    given: observed({ servers: [lobby('empty', { isRefusing: true }), serving('replica'), serving('replica')], sentinels: silent }),
    rule: 'SpeedUpFailover',
    actions: ['failover cart-redis-sentinel-0'],
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
    name: 'a new cluster on empty volumes',
    given: observed({ cluster: redisCluster(), servers: [lobby('empty'), lobby('empty'), lobby('empty')], sentinels: [bare, bare, bare] }),
    rule: 'FoundCluster',
    actions: ['found-cluster cart-redis-0'],
  },
  {
    name: 'a new cluster, one bound volume of which was not looked at yet',
    given: observed({ cluster: redisCluster(), servers: [lobby('empty'), unreachable, lobby('empty')], sentinels: [bare, bare, bare] }),
    rule: 'AwaitMembers',
    actions: [],
  },
  {
    name: 'a new cluster, one volume of which is not bound yet',
    given: withPod(
      observed({
        cluster: redisCluster({ replicas: 2 }),
        servers: [lobby('empty'), unreachable],
        sentinels: [unreachable],
        claims: [claim(0), claim(1, { isBound: false })],
      }),
      1,
      undefined,
    ),
    rule: 'FoundCluster',
    actions: ['found-cluster cart-redis-0'],
  },
  {
    name: 'a new cluster, and a pod with an address although its volume does not look bound: that look is old',
    given: observed({
      cluster: redisCluster({ replicas: 2 }),
      servers: [lobby('empty'), unreachable],
      sentinels: [unreachable],
      claims: [claim(0), claim(1, { isBound: false })],
    }),
    rule: 'AwaitMembers',
    actions: [],
  },
  {
    name: 'an ephemeral cluster whose only pod was replaced: the sentinels forget the master that is gone with its data',
    given: observed({
      cluster: redisCluster({ replicas: 1, storage: { ephemeral: true } }, formed),
      servers: [lobby('empty', { isRefusing: true })],
      sentinels: [monitoring(0), monitoring(0), bare],
      claims: [],
    }),
    rule: 'FoundCluster',
    actions: ['forget-master cart-redis-sentinel-0', 'forget-master cart-redis-sentinel-1', 'found-cluster cart-redis-0'],
  },
  {
    name: 'an election that was cut short after the first sentinel goes on with the same member',
    given: observed({ servers: [held(), held(), held()], sentinels: [monitoring(1, { electable: [] }), bare, bare] }),
    rule: 'RecoverWithoutMaster',
    actions: ['monitor cart-redis-sentinel-1 cart-redis-1', 'monitor cart-redis-sentinel-2 cart-redis-1'],
  },
  {
    name: 'two sentinels and the master were replaced: the one that remembers has no majority, but its master holds data',
    given: observed({
      servers: [held({ lastRole: 'master' }), serving('replica', { isLinkUp: false }), serving('replica', { isLinkUp: false })],
      sentinels: [monitoring(0), bare, bare],
    }),
    rule: 'RecoverWithoutMaster',
    actions: ['monitor cart-redis-sentinel-1 cart-redis-0', 'monitor cart-redis-sentinel-2 cart-redis-0'],
  },
  {
    name: 'the sentinels name a master that does not start, and know nobody to promote: it is waited for',
    given: observed({ servers: [unreachable, held(), held()], sentinels: nobodyToPromote }),
    rule: 'RecoverWithoutMaster',
    actions: [],
  },
  {
    name: 'a named master that does not start is not waited for without end',
    given: observed({ cluster: waiting('RecoverWithoutMaster'), servers: [unreachable, held(), held()], sentinels: nobodyToPromote }),
    rule: 'RecoverWithoutMaster',
    actions: [
      'monitor cart-redis-sentinel-0 cart-redis-1',
      'monitor cart-redis-sentinel-1 cart-redis-1',
      'monitor cart-redis-sentinel-2 cart-redis-1',
    ],
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
        servers: [unreachable, serving('replica', { isElectable: false, isLinkUp: false, liveConfig: { 'min-replicas-to-write': '0' } })],
        sentinels: silent,
      }),
      0,
      undefined,
    ),
    rule: 'AwaitMembers',
    actions: [],
  },
  {
    name: 'sentinels that have left are still counted',
    given: observed({
      ...whole,
      cluster: waiting('ForgetGhostSentinels'),
      sentinels: [monitoring(0), monitoring(0, { knownSentinels: 5 }), monitoring(0, { knownSentinels: 5 })],
    }),
    rule: 'ForgetGhostSentinels',
    actions: ['monitor cart-redis-sentinel-1 cart-redis-0'],
  },
  {
    name: 'while one sentinel still fills its tables, the next one does not begin anew',
    given: observed({
      ...whole,
      cluster: waiting('ForgetGhostSentinels'),
      sentinels: [monitoring(0, { electable: [host(1)] }), monitoring(0), monitoring(0, { knownSentinels: 5 })],
    }),
    rule: undefined,
    actions: [],
  },
  {
    name: 'a pod of an outdated template that serves but never gets in step is replaced, so that a bad setting can be taken back',
    given: withPod(observed({ ...whole, servers: [serving('master'), serving('replica'), serving('replica', { isLinkUp: false })] }), 2, {
      isReady: false,
      podHash: 'old',
    }),
    rule: 'ReplaceStuckMember',
    actions: ['delete-pod cart-redis-2'],
  },
  {
    name: 'a changed template: a replica goes first, the highest',
    given: [0, 1, 2].reduce((given, ordinal) => withPod(given, ordinal, { podHash: 'old' }), observed(whole)),
    rule: 'RollOneMember',
    actions: ['delete-pod cart-redis-2'],
  },
  {
    name: 'a changed template: the master hands over before it goes',
    given: withPod(observed(whole), 0, { podHash: 'old' }),
    rule: 'RollOneMember',
    actions: ['switch-over cart-redis-0'],
  },
  {
    name: 'no roll goes on past a replica that the sentinels would not promote yet',
    given: withPod(observed({ ...whole, sentinels: [0, 1, 2].map(() => monitoring(0, { electable: [host(1)] })) }), 1, { podHash: 'old' }),
    rule: 'AwaitMembers',
    actions: [],
  },
  {
    name: 'a volume that is not wanted any more goes when all who stay are well',
    given: observed({
      ...whole,
      cluster: redisCluster({ storage: { whenScaled: 'Delete' } }, formed),
      claims: [0, 1, 2, 3].map((ordinal) => claim(ordinal)),
    }),
    rule: 'RetireVolume',
    actions: ['delete-claim data-cart-redis-3'],
  },
  {
    name: 'no volume goes before those that stay were looked at: the one of the last leader may hold the only copy',
    given: withPod(
      observed({
        cluster: redisCluster({ replicas: 1, storage: { whenScaled: 'Delete' } }, { ...formed, leader: 'cart-redis-1' }),
        servers: [unreachable, unreachable],
        sentinels: [unreachable, unreachable, unreachable],
      }),
      1,
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
      changes: { secrets: { missing: [], problem: 'no Secret' } },
    }),
    rule: 'FenceSecondMaster',
    actions: ['replica-of cart-redis-0', 'disconnect-clients cart-redis-0'],
  },
  {
    name: 'all pods of an ephemeral cluster were replaced: it begins anew, as its storage promises',
    given: observed({
      cluster: redisCluster({ storage: { ephemeral: true } }, formed),
      servers: [lobby('empty'), lobby('empty'), lobby('empty')],
      sentinels: [bare, bare, bare],
      claims: [],
    }),
    rule: 'FoundCluster',
    actions: ['found-cluster cart-redis-0'],
  },
  {
    name: 'a pod of an ephemeral cluster that cannot be asked may hold the data',
    given: observed({
      cluster: redisCluster({ storage: { ephemeral: true } }, formed),
      servers: [lobby('empty'), unreachable, lobby('empty')],
      sentinels: [bare, bare, bare],
      claims: [],
    }),
    rule: 'AwaitMembers',
    actions: [],
  },
  {
    name: 'volumes of a deleted cluster are never founded over',
    given: observed({ cluster: redisCluster(), servers: [lobby('empty'), held(), lobby('empty')], sentinels: [bare, bare, bare] }),
    rule: 'RecoverWithoutMaster',
    actions: [
      'monitor cart-redis-sentinel-0 cart-redis-1',
      'monitor cart-redis-sentinel-1 cart-redis-1',
      'monitor cart-redis-sentinel-2 cart-redis-1',
    ],
  },
  {
    name: 'the founder serves, the sentinels know nobody',
    given: observed({
      servers: [serving('master', { connectedReplicas: 0 }), lobby('empty'), lobby('empty')],
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
    name: 'all pods were replaced: the last leader has the best copy',
    given: observed({
      cluster: redisCluster({}, { ...formed, leader: 'cart-redis-1' }),
      servers: [
        held(),
        held({ lastRole: 'master', lineage: { replid: 'r1', offset: 40 } }),
        held({ lineage: { replid: 'r1', offset: 60 } }),
      ],
      sentinels: [bare, bare, bare],
    }),
    rule: 'RecoverWithoutMaster',
    actions: [
      'monitor cart-redis-sentinel-0 cart-redis-1',
      'monitor cart-redis-sentinel-1 cart-redis-1',
      'monitor cart-redis-sentinel-2 cart-redis-1',
    ],
  },
  {
    name: 'all pods were replaced and one volume has not been seen: it may hold the newest data',
    given: observed({ servers: [held({ lastRole: 'master' }), held(), unreachable], sentinels: [bare, bare, bare] }),
    rule: 'RecoverWithoutMaster',
    actions: [],
  },
  {
    name: 'the volume that was not seen is not waited for without end',
    given: observed({
      cluster: waiting('RecoverWithoutMaster'),
      servers: [held({ lastRole: 'master' }), held(), unreachable],
      sentinels: [bare, bare, bare],
    }),
    rule: 'RecoverWithoutMaster',
    actions: [
      'monitor cart-redis-sentinel-0 cart-redis-0',
      'monitor cart-redis-sentinel-1 cart-redis-0',
      'monitor cart-redis-sentinel-2 cart-redis-0',
    ],
  },
  {
    name: 'histories that went separate ways are for a person to choose from',
    given: observed({
      servers: [held({ lineage: { replid: 'a', offset: 9 } }), held({ lineage: { replid: 'b', offset: 1 } }), lobby('empty')],
      sentinels: [bare, bare, bare],
    }),
    rule: 'RecoverWithoutMaster',
    actions: [],
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
    name: 'scaled to two: no replica is demanded for writes any more',
    given: observed({ ...whole, servers: [serving('master'), serving('replica')], cluster: redisCluster({ replicas: 2 }, formed) }),
    rule: 'SetLiveConfig',
    actions: ['set-config cart-redis-0', 'set-config cart-redis-1'],
  },
  {
    name: 'scaled in while the last ordinal leads: it hands over before it goes',
    given: observed({
      cluster: redisCluster({ replicas: 3 }, formed),
      servers: [0, 1, 2].map(() => serving('replica', { masterHost: host(3) })).concat(serving('master')),
      sentinels: [monitoring(3), monitoring(3), monitoring(3)],
    }),
    rule: 'HandOverBeforeRemoval',
    actions: ['switch-over cart-redis-3'],
  },
];

describe('plan', () => {
  test.for(situations)('$name', ({ given, rule, actions }) => {
    const { step } = plan(given);
    expect(step?.rule).toBe(rule);
    expect((step?.actions ?? []).map(inShort)).toEqual(actions);
  });

  test('while paused only role labels are touched', () => {
    const paused = observed({ ...whole, cluster: redisCluster({ paused: true }, formed), sentinels: [bare, monitoring(0), monitoring(0)] });
    const { step, applies } = plan(paused);
    expect(step).toBeUndefined();
    expect(new Set(applies.map(({ kind }) => kind))).toEqual(new Set(['Pod']));
  });

  test('volumes of another cluster stop everything, and no workload is made', () => {
    const given = observed({ ...whole, cluster: redisCluster({}, { clusterId: 'other' }) });
    const { step, applies } = plan(given);
    expect(step).toBeUndefined();
    expect(applies.filter(({ kind }) => kind === 'StatefulSet')).toEqual([]);
  });
});

function inShort(action: NonNullable<ReturnType<typeof plan>['step']>['actions'][number]): string {
  if (action.kind === 'delete-claim') return `${action.kind} ${action.name}`;
  if (action.kind === 'monitor') return `${action.kind} ${action.pod} ${action.host.split('.')[0]}`;
  return `${action.kind} ${action.pod}`;
}
