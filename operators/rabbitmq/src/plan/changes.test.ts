import { annotationKeys } from '@dataservices/plan';
import { describe, expect, test } from 'vitest';
import { classicQueue, node, observed, quorumQueue, rabbitmqCluster, sees, unreachable, withPod } from '../testing/observed-builder.ts';
import { decisionOf, type Situation } from '../testing/situation.ts';

const three = { cluster: rabbitmqCluster({ replicas: 3 }) };
const four = [sees('0123'), sees('0123'), sees('0123'), sees('0123')];
const withoutLast = sees('0123', {}, '3');
const standDown = { 3: 'stand-down c0ffee -\n' };

const leaving: readonly Situation[] = [
  {
    name: 'quorum queues lose their members on the node first',
    given: observed({ ...three, servers: four, changes: { queues: [quorumQueue('a', '0123')] } }),
    rule: 'LeaveCluster',
    actions: ['remove-replica a: cart-rabbitmq-3'],
  },
  {
    name: 'a queue that would be left with too few gets another member before',
    given: observed({ ...three, servers: four, changes: { queues: [quorumQueue('a', '013')] } }),
    rule: 'PlaceMembers',
    actions: ['add-replica a: cart-rabbitmq-2'],
  },
  {
    name: 'a queue of one member that is on the node gets others before',
    given: observed({ ...three, servers: four, changes: { queues: [quorumQueue('a', '3')] } }),
    rule: 'PlaceMembers',
    actions: ['add-replica a: cart-rabbitmq-0'],
  },
  {
    name: 'no queue has members there: it is told to stop',
    given: observed({ ...three, servers: four, changes: { queues: [quorumQueue('a', '012')] } }),
    rule: 'LeaveCluster',
    actions: ['annotate-pod cart-rabbitmq-3: stand-down'],
  },
  {
    name: 'one of two leaves while it runs: the other could not have it forgotten',
    given: observed({ cluster: rabbitmqCluster({ replicas: 1 }), servers: [sees('01'), sees('01')] }),
    rule: 'LeaveCluster',
    actions: ['annotate-pod cart-rabbitmq-1: leave'],
  },
  {
    name: 'one of two has members of streams, which only others could take out: it stays',
    given: observed({
      cluster: rabbitmqCluster({ replicas: 1 }),
      servers: [sees('01'), sees('01')],
      changes: { queues: [quorumQueue('log', '01', { type: 'stream' })] },
    }),
    rule: 'LeaveCluster',
    actions: [],
  },
  {
    name: 'it stops: it is waited for',
    given: observed({ ...three, servers: four, tasks: standDown }),
    rule: 'LeaveCluster',
    actions: [],
  },
  {
    name: 'it has stopped: one that stays has it forgotten',
    given: observed({ ...three, servers: [withoutLast, withoutLast, withoutLast, unreachable], tasks: standDown }),
    rule: 'LeaveCluster',
    actions: ['annotate-pod cart-rabbitmq-0: forget cart-rabbitmq-3'],
  },
  {
    name: 'it is being forgotten: nobody else is told so',
    given: observed({
      ...three,
      servers: [withoutLast, withoutLast, withoutLast, unreachable],
      tasks: { ...standDown, 1: `forget c0ffee one ${node(3)}\n` },
    }),
    rule: 'LeaveCluster',
    actions: [],
  },
  {
    name: 'one that does not run, and was not told to stop, goes with its pod before it is forgotten: it would start again',
    given: observed({ ...three, servers: [withoutLast, withoutLast, withoutLast, unreachable] }),
    rule: 'LeaveCluster',
    actions: ['delete-pod cart-rabbitmq-3'],
  },
  {
    name: 'one that is lost with its pod is forgotten',
    given: observed({ ...three, servers: [withoutLast, withoutLast, withoutLast, undefined] }),
    rule: 'LeaveCluster',
    actions: ['annotate-pod cart-rabbitmq-0: forget cart-rabbitmq-3'],
  },
  {
    name: 'it is forgotten: the task ends',
    given: observed({
      ...three,
      servers: [sees('012'), sees('012'), sees('012'), unreachable],
      tasks: { ...standDown, 1: `forget c0ffee one ${node(3)}\n` },
    }),
    rule: 'EndTask',
    actions: ['annotate-pod cart-rabbitmq-1: nothing'],
  },
  {
    name: 'then its volume is marked, while its pod is still there',
    given: observed({ ...three, servers: [sees('012'), sees('012'), sees('012'), unreachable], tasks: standDown }),
    rule: 'RetainVolume',
    actions: ['annotate-claim data-cart-rabbitmq-3: f4e54'],
  },
  {
    name: 'it has a durable classic queue: nothing is done, and the queue is named',
    given: observed({ ...three, servers: four, changes: { queues: [classicQueue('orders', 3)] } }),
    rule: 'LeaveCluster',
    actions: [],
  },
  {
    name: 'the same, and its loss is accepted',
    given: observed({
      cluster: rabbitmqCluster({ replicas: 3, clustering: { classicQueuesOnScaleIn: 'Discard' } }),
      servers: four,
      changes: { queues: [classicQueue('orders', 3)] },
    }),
    rule: 'LeaveCluster',
    actions: ['annotate-pod cart-rabbitmq-3: stand-down'],
  },
  {
    name: 'classic queues that go with their connection keep nobody',
    given: observed({
      ...three,
      servers: four,
      changes: { queues: [classicQueue('reply', 3, { isExclusive: true }), classicQueue('other', 0)] },
    }),
    rule: 'LeaveCluster',
    actions: ['annotate-pod cart-rabbitmq-3: stand-down'],
  },
  {
    name: 'one that stays is away: nothing is done',
    given: observed({ ...three, servers: [sees('0123', {}, '1'), unreachable, sees('0123', {}, '1'), sees('0123', {}, '1')] }),
    rule: 'LeaveCluster',
    actions: [],
  },
  {
    name: 'one that stays lacks memory: nothing is done',
    given: observed({ ...three, servers: [sees('0123'), sees('0123', { alarms: ['memory'] }), sees('0123'), sees('0123')] }),
    rule: 'LeaveCluster',
    actions: [],
  },
  {
    name: 'the one that leaves lacks memory: it leaves',
    given: observed({ ...three, servers: [sees('0123'), sees('0123'), sees('0123'), sees('0123', { alarms: ['memory'] })] }),
    rule: 'LeaveCluster',
    actions: ['annotate-pod cart-rabbitmq-3: stand-down'],
  },
  {
    name: 'nobody knows the queues: nothing is done',
    given: observed({ ...three, servers: four, changes: { queues: undefined } }),
    rule: 'LeaveCluster',
    actions: [],
  },
  {
    name: 'wanted again after it was told to stop: its pod comes anew, and joins',
    given: observed({
      cluster: rabbitmqCluster({ replicas: 4 }),
      servers: [withoutLast, withoutLast, withoutLast, unreachable],
      tasks: standDown,
    }),
    rule: 'ReturnMember',
    actions: ['delete-pod cart-rabbitmq-3'],
  },
  {
    name: 'stopped: all stay of the cluster',
    given: observed({ cluster: rabbitmqCluster({ replicas: 0 }), servers: [sees('012'), sees('012'), sees('012')] }),
    rule: undefined,
    actions: [],
  },
];

const whole = observed({ ...three, servers: [sees('012'), sees('012'), sees('012')] });
const outdated = withPod(whole, 2, { podHash: 'old' });
const critical = sees('012', { criticalFor: ["queue 'a' in vhost '/'"] });

const rolls: readonly Situation[] = [
  { name: 'a pod of an outdated template restarts', given: outdated, rule: 'RollOneMember', actions: ['delete-pod cart-rabbitmq-2'] },
  {
    name: 'the highest goes first',
    given: withPod(outdated, 0, { podHash: 'old' }),
    rule: 'RollOneMember',
    actions: ['delete-pod cart-rabbitmq-2'],
  },
  {
    name: 'something would lose its majority without it: it stays',
    given: withPod(observed({ ...three, servers: [sees('012'), sees('012'), critical] }), 2, { podHash: 'old' }),
    rule: 'RollOneMember',
    actions: [],
  },
  {
    name: 'with one node there is never a majority without it: it restarts all the same',
    given: withPod(observed({ cluster: rabbitmqCluster({ replicas: 1 }), servers: [sees('0', { criticalFor: ['everything'] })] }), 0, {
      podHash: 'old',
    }),
    rule: 'RollOneMember',
    actions: ['delete-pod cart-rabbitmq-0'],
  },
  {
    name: 'another is away: nobody restarts',
    given: withPod(observed({ ...three, servers: [sees('012', {}, '1'), unreachable, sees('012', {}, '1')] }), 2, { podHash: 'old' }),
    rule: 'AwaitMembers',
    actions: [],
  },
  {
    name: 'a member of a queue has not caught up: nobody restarts',
    given: { ...outdated, queues: [quorumQueue('a', '012', { online: [node(0), node(1)] })] },
    rule: 'AwaitMembers',
    actions: [],
  },
  {
    name: 'a pod that is stuck with an outdated template is replaced, whatever the rest is like',
    given: withPod(observed({ ...three, servers: [unreachable, unreachable, unreachable] }), 1, { podHash: 'old', isReady: false }),
    rule: 'ReplaceStuckMember',
    actions: ['delete-pod cart-rabbitmq-1'],
  },
];

describe.for([
  ['fewer nodes', leaving],
  ['a changed template', rolls],
] as const)('%s', ([, situations]) => {
  test.for(situations)('$name', ({ given, rule, actions }) => {
    expect(decisionOf(given)).toEqual({ rule, actions });
  });
});

describe('replacing a node with its volume', () => {
  const request = { name: 'replace-member', token: 'one', state: 'Running', message: '', pod: 'cart-rabbitmq-1' };
  const asked = (queues: ReturnType<typeof quorumQueue>[], replicas = 3) => {
    const status = {
      clusterId: 'c0ffee',
      formation: { origin: 'Founded', formed: true },
      requests: [{ ...request, podUid: 'uid-cart-rabbitmq-1', claimUid: 'uid-data-1' }],
    };
    const parsed = rabbitmqCluster({ replicas }, status);
    const cluster = { ...parsed, metadata: { ...parsed.metadata, annotations: { [annotationKeys.replaceMember]: 'cart-rabbitmq-1@one' } } };
    const view = sees('012'.slice(0, replicas));
    return observed({ cluster, servers: Array.from({ length: replicas }, () => view), changes: { queues } });
  };

  test.for([
    ['its queues have members enough', asked([quorumQueue('a', '012')]), ['condemn-claim data-cart-rabbitmq-1']],
    ['a queue has no other member than two', asked([quorumQueue('a', '01', { askedSize: 2 })]), []],
    ['it has a classic queue that nobody else has', asked([classicQueue('orders', 1)]), []],
    ['two nodes are no majority without it', asked([], 2), []],
  ] as const)('%s', ([, given, actions]) => {
    expect(decisionOf(given)).toEqual({ rule: 'ReplaceMember', actions });
  });
});
