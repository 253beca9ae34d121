import { annotationKeys } from '@dataservices/plan';
import { describe, expect, test } from 'vitest';
import { claim, formed, leading, observed, serving, unreachable, withPod, zookeeperCluster } from '../testing/observed-builder.ts';
import { decisionOf, type Situation } from '../testing/situation.ts';

const follower = serving('follower');
const whole = { servers: [follower, follower, leading('123')] };

const old = { podHash: 'old' };

const changed: readonly Situation[] = [
  { name: 'all is well', given: observed(whole), rule: undefined, actions: [] },
  {
    name: 'a changed template: a follower first',
    given: [0, 1, 2].reduce((given, ordinal) => withPod(given, ordinal, old), observed(whole)),
    rule: 'RollOneMember',
    actions: ['delete-pod cart-zookeeper-1'],
  },
  {
    name: 'an observer before that',
    given: [0, 1, 2, 3].reduce(
      (given, ordinal) => withPod(given, ordinal, old),
      observed({
        cluster: zookeeperCluster({ replicas: 4 }),
        servers: [follower, follower, leading('123+4'), serving('observer')],
      }),
    ),
    rule: 'RollOneMember',
    actions: ['delete-pod cart-zookeeper-3'],
  },
  {
    name: 'and the leader last',
    given: withPod(observed(whole), 2, old),
    rule: 'RollOneMember',
    actions: ['delete-pod cart-zookeeper-2'],
  },
  {
    name: 'a follower answers and the leader does not count it: nobody restarts',
    given: withPod(
      observed({
        servers: [
          follower,
          follower,
          leading('123', {
            learners: { syncedFollowers: 1, syncedNonVotingFollowers: 0, syncedObservers: 0 },
          }),
        ],
      }),
      0,
      old,
    ),
    rule: 'AwaitMembers',
    actions: [],
  },
  {
    name: 'a pod of an outdated template does not become ready: it is replaced, though another is away too',
    given: withPod(observed({ servers: [leading('123'), unreachable, unreachable] }), 1, { ...old, isReady: false }),
    rule: 'ReplaceStuckMember',
    actions: ['delete-pod cart-zookeeper-1'],
  },
  {
    name: 'the volume of a member that left is marked',
    given: observed({ ...whole, claims: [claim(0), claim(1), claim(2), claim(3)] }),
    rule: 'RetainVolume',
    actions: ['annotate-claim data-cart-zookeeper-3'],
  },
  {
    name: 'or deleted, if that is asked for, after it was marked',
    given: observed({
      cluster: zookeeperCluster({ storage: { whenScaled: 'Delete' } }),
      ...whole,
      claims: [claim(0), claim(1), claim(2), claim(3, { isRetired: true, retiredMark: 'a' })],
    }),
    rule: 'RetireVolume',
    actions: ['delete-claim data-cart-zookeeper-3'],
  },
  {
    name: 'not while a member that stays is away',
    given: observed({
      cluster: zookeeperCluster({ storage: { whenScaled: 'Delete' } }),
      servers: [follower, unreachable, leading('123')],
      claims: [claim(0), claim(1), claim(2), claim(3, { isRetired: true, retiredMark: 'a' })],
    }),
    rule: 'AwaitMembers',
    actions: [],
  },
  {
    name: 'volumes of another cluster: nothing is changed',
    given: withPod(observed({ ...whole, claims: [claim(0), claim(1), claim(2, { clusterId: 'badcafe' })] }), 1, old),
    rule: undefined,
    actions: [],
  },
  {
    name: 'two leaders, of which one was cut off: that of the newer epoch counts',
    given: observed({
      servers: [leading('123', { zxid: '0000000100000100' }), follower, leading('123', { zxid: '0000000200000001' })],
    }),
    rule: undefined,
    actions: [],
  },
  {
    name: 'the only leader has no majority by its own count: it is none',
    given: observed({
      servers: [
        leading('123', { learners: { syncedFollowers: 0, syncedNonVotingFollowers: 0, syncedObservers: 0 } }),
        unreachable,
        unreachable,
      ],
    }),
    rule: 'AwaitMembers',
    actions: [],
  },
];

function replacing(ordinal: number, replicas: number) {
  const pod = `cart-zookeeper-${ordinal}`;
  const record = {
    name: 'replace-member',
    token: 't',
    state: 'Running',
    message: 'm',
    pod,
    podUid: `uid-${pod}`,
    claimUid: `uid-data-${ordinal}`,
  };
  const cluster = zookeeperCluster({ replicas }, { ...formed, requests: [record] });
  return { ...cluster, metadata: { ...cluster.metadata, annotations: { [annotationKeys.replaceMember]: `${pod}@t` } } };
}

const replaced: readonly Situation[] = [
  {
    name: 'the leader may be replaced: the others have all that it has',
    given: observed({ cluster: replacing(2, 3), ...whole }),
    rule: 'ReplaceMember',
    actions: ['condemn-claim data-cart-zookeeper-2'],
  },
  {
    name: 'not while another is away',
    given: observed({ cluster: replacing(2, 3), servers: [follower, unreachable, leading('123')] }),
    rule: 'ReplaceMember',
    actions: [],
  },
  {
    name: 'the only one that votes is not replaced: its volume is the only copy that counts',
    given: observed({ cluster: replacing(0, 2), servers: [leading('1+2'), serving('observer')] }),
    rule: 'ReplaceMember',
    actions: [],
  },
];

describe.for([
  ['changes', changed],
  ['replacement', replaced],
] as const)('%s', ([, situations]) => {
  test.for(situations)('$name', ({ given, rule, actions }) => {
    expect(decisionOf(given)).toEqual({ rule, actions });
  });
});
