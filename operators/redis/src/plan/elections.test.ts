import { describe, expect, test } from 'vitest';
import { claim, lobby, monitoring, observed, redisCluster, serving, unreachable, withPod } from '../testing/observed-builder.ts';
import { bare, decisionOf, formed, held, nobodyToPromote, type Situation, waiting, whole } from '../testing/situation.ts';

const behind = { isLinkUp: false, lineage: { replid: 'r1', offset: 90 } };
const circle = [serving('replica', behind), serving('replica', { isLinkUp: false }), serving('replica', behind)];

const situations: readonly Situation[] = [
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
    name: 'sentinels that try again and again to replace a master, in vain, do not begin the wait anew each time',
    given: observed({
      cluster: waiting('RecoverWithoutMaster'),
      servers: [unreachable, held(), held()],
      sentinels: nobodyToPromote.map((view) => ({ ...view, isFailoverInProgress: true })),
    }),
    rule: 'RecoverWithoutMaster',
    actions: [],
  },
  {
    name: 'the sentinels name a replica, and could promote another: they are given a minute',
    given: observed({ servers: circle, sentinels: whole.sentinels }),
    rule: 'RecoverWithoutMaster',
    actions: [],
  },
  {
    name: 'the sentinels name a replica, and have promoted nobody for a minute: members follow each other in a circle',
    given: observed({ cluster: waiting('RecoverWithoutMaster'), servers: circle, sentinels: whole.sentinels }),
    rule: 'RecoverWithoutMaster',
    actions: [
      'promote cart-redis-1',
      'monitor cart-redis-sentinel-0 cart-redis-1',
      'monitor cart-redis-sentinel-1 cart-redis-1',
      'monitor cart-redis-sentinel-2 cart-redis-1',
    ],
  },
  {
    name: 'the sentinels name a master that is out of sight, and could promote another: it may well be serving',
    given: observed({
      cluster: waiting('RecoverWithoutMaster'),
      servers: [unreachable, serving('replica'), serving('replica')],
      sentinels: whole.sentinels,
    }),
    rule: 'AwaitMembers',
    actions: [],
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
    name: "stopped, and started with more members: those that had left before hold an older history, which is nobody's business any more",
    given: observed({
      cluster: redisCluster({ replicas: 5 }, formed),
      servers: [
        held({ lineage: { replid: 'r3', replid2: 'r2', offset: 50 } }),
        held({ lineage: { replid: 'r3', replid2: 'r2', offset: 60 } }),
        held({ lineage: { replid: 'r3', replid2: 'r2', offset: 40 } }),
        held({ lastRole: 'master', lineage: { replid: 'r1', offset: 900 } }),
        held({ lineage: { replid: 'r1', offset: 900 } }),
      ],
      sentinels: [bare, bare, bare],
      claims: [0, 1, 2, 3, 4].map((ordinal) => claim(ordinal, { isRetired: ordinal > 2 })),
    }),
    rule: 'RecoverWithoutMaster',
    actions: [0, 1, 2].map((ordinal) => `monitor cart-redis-sentinel-${ordinal} cart-redis-1`),
  },
  {
    name: 'only what a member had left behind holds data: a person decides whether what came after it is lost',
    given: observed({
      servers: [lobby('empty'), lobby('empty'), held()],
      sentinels: [bare, bare, bare],
      claims: [0, 1, 2].map((ordinal) => claim(ordinal, { isRetired: ordinal === 2 })),
    }),
    rule: 'RecoverWithoutMaster',
    actions: [],
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
];

describe('who leads when nobody does', () => {
  test.for(situations)('$name', ({ given, rule, actions }) => {
    expect(decisionOf(given)).toEqual({ rule, actions });
  });
});
