import { annotationKeys } from '@dataservices/plan';
import { describe, expect, test } from 'vitest';
import { observed, quorumQueue, rabbitmqCluster, sees, unreachable, withPod } from '../testing/observed-builder.ts';
import { decisionOf, type Situation } from '../testing/situation.ts';
import { balanceKey } from './balance-leaders.ts';
import { plan } from './plan.ts';

const noStatus = {};
const founding = { clusterId: 'c0ffee', formation: { origin: 'Founded', formed: false } };
const whole = { servers: [sees('012'), sees('012'), sees('012')] };

/** At rest, with leaders spread over the pods that are there. */
function settled(given: Parameters<typeof observed>[0]) {
  const before = observed(given);
  const { status, spec } = before.cluster;
  const formation = { origin: 'Founded', formed: true, ...status.formation, balancedFor: balanceKey(before) };
  return { ...before, cluster: { ...before.cluster, spec, status: { ...status, formation } } };
}

const founded: readonly Situation[] = [
  {
    name: 'a new object: where the cluster comes from is written down first',
    given: observed({ cluster: rabbitmqCluster({}, noStatus), servers: [] }),
    rule: 'RecordOrigin',
    actions: [],
  },
  {
    name: 'the first pod is there: it founds',
    given: observed({ cluster: rabbitmqCluster({}, founding), servers: [unreachable, unreachable, unreachable] }),
    rule: 'FoundCluster',
    actions: ['order-founding cart-rabbitmq-0'],
  },
  {
    name: 'it was told so already: nobody else is',
    given: observed({
      cluster: rabbitmqCluster({}, founding),
      servers: [unreachable, unreachable, unreachable],
      orders: { 0: 'found c0ffee -\n' },
    }),
    rule: 'AwaitMembers',
    actions: [],
  },
  {
    name: 'the cluster has served before, and all are away now: nobody founds again',
    given: observed({ servers: [unreachable, unreachable, unreachable] }),
    rule: 'AwaitMembers',
    actions: [],
  },
  {
    name: 'volumes were there when the object was made: nobody founds',
    given: observed({
      cluster: rabbitmqCluster({}, { clusterId: 'c0ffee', formation: { origin: 'Adopted', formed: true } }),
      servers: [unreachable, unreachable, unreachable],
    }),
    rule: 'AwaitMembers',
    actions: [],
  },
  {
    name: 'the client user is not there yet: it is written before anything else waits',
    given: observed({
      servers: [sees('0'), unreachable, unreachable],
      changes: { clients: [{ user: 'app', password: 'secret', known: 'Differs' }] },
    }),
    rule: 'KeepUsers',
    actions: ['write-user app'],
  },
];

const running: readonly Situation[] = [
  { name: 'all is well: nothing', given: settled(whole), rule: undefined, actions: [] },
  {
    name: 'a pod was made anew: leaders are spread over all nodes',
    given: withPod(settled(whole), 1, { uid: 'another' }),
    rule: 'BalanceLeaders',
    actions: ['rebalance cart-rabbitmq-0'],
  },
  {
    name: 'the same, and nobody wants that',
    given: withPod(settled({ ...whole, cluster: rabbitmqCluster({ clustering: { balanceLeaders: 'Disabled' } }) }), 1, { uid: 'another' }),
    rule: undefined,
    actions: [],
  },
  {
    name: 'queues with too few members get one each, where there are the fewest',
    given: observed({ ...whole, changes: { queues: [quorumQueue('a', '01'), quorumQueue('b', '0'), quorumQueue('c', '012')] } }),
    rule: 'PlaceMembers',
    actions: ['add-replica a: cart-rabbitmq-2', 'add-replica b: cart-rabbitmq-1'],
  },
  {
    name: 'a queue that was declared with one member keeps to that',
    given: settled({ ...whole, changes: { queues: [quorumQueue('a', '0', { askedSize: 1 })] } }),
    rule: undefined,
    actions: [],
  },
  {
    name: 'a member of a queue is away: its members are not changed, and it is waited for',
    given: settled({ ...whole, changes: { queues: [quorumQueue('a', '01', { online: [] })] } }),
    rule: 'AwaitMembers',
    actions: [],
  },
  {
    name: 'a node that is alone by its own account is not of the cluster, although all others list it',
    given: settled({ servers: [sees('012'), sees('012'), sees('2')] }),
    rule: 'AwaitMembers',
    actions: [],
  },
];

describe.for([
  ['a cluster is founded', founded],
  ['a cluster that runs', running],
] as const)('%s', ([, situations]) => {
  test.for(situations)('$name', ({ given, rule, actions }) => {
    expect(decisionOf(given)).toEqual({ rule, actions });
  });
});

describe('what is applied', () => {
  const kinds = (given: Parameters<typeof plan>[0]) => plan(given).applies.map(({ kind }) => kind);

  test('no StatefulSet before the origin of the cluster is written down', () => {
    expect(kinds(observed({ cluster: rabbitmqCluster({}, noStatus), servers: [] }))).not.toContain('StatefulSet');
    expect(kinds(observed({ cluster: rabbitmqCluster({}, founding), servers: [] }))).toContain('StatefulSet');
  });

  test('no binding before the servers know its password', () => {
    const secrets = (known: 'AsWanted' | 'Differs' | 'Unknown') =>
      kinds(observed({ ...whole, changes: { clients: [{ user: 'app', password: 'secret', known }] } })).filter((kind) => kind === 'Secret');
    expect([secrets('AsWanted').length, secrets('Differs').length, secrets('Unknown').length]).toEqual([1, 0, 0]);
  });

  test('paused: nothing but marks of pods', () => {
    const given = observed({ cluster: rabbitmqCluster({ paused: true, replicas: 1 }), ...whole });
    expect(plan(given).step).toBeUndefined();
    expect(new Set(kinds(given))).toEqual(new Set(['Pod']));
  });

  test('dry run: what would be done is there to be looked at, and nothing else is done', () => {
    const cluster = rabbitmqCluster({ replicas: 2 });
    const asked = { ...cluster, metadata: { ...cluster.metadata, annotations: { [annotationKeys.dryRun]: 'true' } } };
    const decided = plan(observed({ cluster: asked, ...whole }));
    expect(decided.step).toBeUndefined();
    expect(decided.preview?.step?.rule).toBe('LeaveCluster');
  });
});
