import { describe, expect, test } from 'vitest';
import {
  claim,
  host,
  monitoring,
  observed,
  redisCluster,
  serving,
  unreachable,
  withPod,
  withSentinelPod,
} from '../testing/observed-builder.ts';
import { decisionOf, formed, type Situation, waiting, whole } from '../testing/situation.ts';

const situations: readonly Situation[] = [
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
    name: 'an upgrade: an old replica that has lost its newer master, of which it cannot read a copy, does not wait for a link that never comes',
    given: withPod(
      observed({ ...whole, servers: [serving('master'), serving('replica'), serving('replica', { isLinkUp: false, version: '7.0.15' })] }),
      2,
      { podHash: 'old' },
    ),
    rule: 'ReplaceStuckMember',
    actions: ['delete-pod cart-redis-2'],
  },
  {
    name: 'a pod that does not start with settings that were replaced by now comes back with the new ones',
    given: withPod(observed({ ...whole, servers: [serving('master'), serving('replica'), unreachable] }), 2, {
      isReady: false,
      isServerRunning: false,
      problem: 'CrashLoopBackOff',
      configHash: 'old',
    }),
    rule: 'ReplaceStuckMember',
    actions: ['delete-pod cart-redis-2'],
  },
  {
    name: 'a pod that runs is not replaced for settings that it gets without a restart',
    given: withPod(observed({ ...whole, servers: [serving('master'), serving('replica'), serving('replica', { isSyncing: true })] }), 2, {
      isReady: false,
      configHash: 'old',
    }),
    rule: 'AwaitMembers',
    actions: [],
  },
  {
    name: 'a changed template: a member that is writing its first append-only file is left to finish it',
    given: withPod(observed({ ...whole, servers: [serving('master'), serving('replica'), serving('replica', { isRewriting: true })] }), 2, {
      podHash: 'old',
    }),
    rule: 'RollOneMember',
    actions: [],
  },
  {
    name: 'a changed template: a replica goes first, the highest',
    given: [0, 1, 2].reduce((given, ordinal) => withPod(given, ordinal, { podHash: 'old' }), observed(whole)),
    rule: 'RollOneMember',
    actions: ['delete-pod cart-redis-2'],
  },
  {
    name: 'a changed template: sentinels go before members, the highest first',
    given: [0, 1, 2].reduce((given, ordinal) => withSentinelPod(given, ordinal, { podHash: 'old' }), observed(whole)),
    rule: 'RollOneMember',
    actions: ['delete-pod cart-redis-sentinel-2'],
  },
  {
    name: 'a sentinel that is being replaced still answers for a while: the next one waits until it is back',
    given: withSentinelPod(withSentinelPod(observed(whole), 1, { podHash: 'old' }), 2, { isTerminating: true }),
    rule: 'AwaitMembers',
    actions: [],
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
      claims: [0, 1, 2, 3].map((ordinal) => claim(ordinal, { isRetired: ordinal > 2 })),
    }),
    rule: 'RetireVolume',
    actions: ['delete-claim data-cart-redis-3'],
  },
  {
    name: 'a volume that is kept when its member has left is marked as one of the past',
    given: observed({ ...whole, claims: [0, 1, 2, 3].map((ordinal) => claim(ordinal)) }),
    rule: 'RetainVolume',
    actions: ['annotate-claim data-cart-redis-3'],
  },
  {
    name: 'not before one that stays leads: what it holds may be the best there is',
    given: observed({
      servers: [serving('replica'), serving('replica'), serving('replica')],
      sentinels: whole.sentinels,
      claims: [0, 1, 2, 3].map((ordinal) => claim(ordinal)),
    }),
    rule: 'RecoverWithoutMaster',
    actions: [],
  },
  {
    name: 'a member that is back with such a volume, and in step: it holds what the others hold',
    given: observed({ ...whole, claims: [0, 1, 2].map((ordinal) => claim(ordinal, { isRetired: ordinal === 2 })) }),
    rule: 'AdoptVolume',
    actions: ['annotate-claim data-cart-redis-2'],
  },
  {
    name: 'a member that is back and still copies: a volume of the past',
    given: observed({
      servers: [serving('master'), serving('replica'), serving('replica', { isSyncing: true, isLinkUp: false })],
      sentinels: whole.sentinels,
      claims: [0, 1, 2].map((ordinal) => claim(ordinal, { isRetired: ordinal === 2 })),
    }),
    rule: 'AwaitMembers',
    actions: [],
  },
  {
    name: 'a volume that is not wanted any more is kept while a member that stays is not in step: it may be the second-best copy',
    given: observed({
      cluster: redisCluster({ storage: { whenScaled: 'Delete' } }, formed),
      servers: [serving('master'), serving('replica'), serving('replica', { isLinkUp: false })],
      sentinels: whole.sentinels,
      claims: [0, 1, 2, 3].map((ordinal) => claim(ordinal, { isRetired: ordinal > 2 })),
    }),
    rule: 'AwaitMembers',
    actions: [],
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
    name: 'scaled in while the last ordinal leads: it hands over before it goes',
    given: observed({
      cluster: redisCluster({ replicas: 3 }, formed),
      servers: [0, 1, 2].map(() => serving('replica', { masterHost: host(3) })).concat(serving('master')),
      sentinels: [monitoring(3), monitoring(3), monitoring(3)],
    }),
    rule: 'HandOverBeforeRemoval',
    actions: ['switch-over cart-redis-3'],
  },
  {
    name: 'scaled in by two while the last ordinal leads: it hands over to one that stays, or there would be two hand-overs',
    given: observed({
      cluster: redisCluster({ replicas: 3 }, formed),
      servers: [0, 1, 2, 3].map(() => serving('replica', { masterHost: host(4) })).concat(serving('master')),
      sentinels: [monitoring(4), monitoring(4), monitoring(4)],
    }),
    rule: 'HandOverBeforeRemoval',
    actions: ['switch-over cart-redis-4 cart-redis-0'],
  },
  {
    name: 'a master is stopped in the middle of a roll: it hands over to one that has restarted already',
    given: [0, 1].reduce((given, ordinal) => withPod(given, ordinal, { podHash: 'old', isTerminating: ordinal === 0 }), observed(whole)),
    rule: 'HandOverBeforeStop',
    actions: ['switch-over cart-redis-0 cart-redis-2'],
  },
];

describe('what changes a cluster', () => {
  test.for(situations)('$name', ({ given, rule, actions }) => {
    expect(decisionOf(given)).toEqual({ rule, actions });
  });
});
