import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { node, observed, quorumQueue, rabbitmqCluster, sees, unreachable, withPod } from '../testing/observed-builder.ts';
import { decisionOf } from '../testing/situation.ts';
import { caughtUpRecord, queuesInQuestion } from './caught-up.ts';
import { plan } from './plan.ts';

const three = { cluster: rabbitmqCluster({ replicas: 3 }) };
const four = [sees('0123'), sees('0123'), sees('0123'), sees('0123')];
const nodes = (ordinals: string) => [...ordinals].map((ordinal) => node(Number(ordinal)));

describe('which queues are asked for', () => {
  const all = ['a', 'b'].map((name) => quorumQueue(name, '012', { caughtUp: undefined }));
  const given = (caughtUp: boolean) => {
    const formation = { origin: 'Founded', formed: true, ...(caughtUp && { caughtUp }) };
    const cluster = rabbitmqCluster({ replicas: 3 }, { clusterId: 'c0ffee', formation });
    return observed({ cluster, servers: [sees('012'), sees('012'), sees('012')], changes: { queues: all } });
  };
  const asked = (situation: Parameters<typeof plan>[0]) => queuesInQuestion(situation).map(({ name }) => name);

  test('all, until all have caught up', () => expect(asked(given(false))).toEqual(['a', 'b']));
  test('then none', () => expect(asked(given(true))).toEqual([]));
  test('before a pod restarts all', () => expect(asked(withPod(given(true), 2, { podHash: 'old' }))).toEqual(['a', 'b']));

  test('while a node is away none, for nothing is done meanwhile', () => {
    const away = sees('012', {}, '2');
    expect(asked({ ...given(false), members: observed({ servers: [away, away, unreachable] }).members })).toEqual([]);
  });

  test('while a node leaves those that it has members of, some at a time', () => {
    const many = Array.from({ length: 50 }, (_, at) => quorumQueue(`q${at}`, at % 2 === 0 ? '0123' : '012'));
    const leaving = observed({ ...three, servers: four, changes: { queues: many } });
    expect(asked(leaving)).toEqual(Array.from({ length: 20 }, (_, at) => `q${at * 2}`));
  });
});

test('members of queues have to catch up before anything else is done', () => {
  const queues = [quorumQueue('a', '012', { caughtUp: nodes('01') })];
  const given = observed({ servers: [sees('012'), sees('012'), sees('012')], changes: { queues } });
  expect(decisionOf(withPod(given, 1, { podHash: 'old' }))).toEqual({ rule: 'AwaitMembers', actions: [] });
  expect(plan(given).step?.reason).toBe('waiting for all members of the queue a in / to catch up');
});

describe('a node leaves', () => {
  test('and only queues whose other members have caught up lose theirs', () => {
    const queues = [
      quorumQueue('a', '0123', { caughtUp: nodes('0123') }),
      quorumQueue('b', '0123', { caughtUp: nodes('013') }),
      quorumQueue('c', '0123', { caughtUp: undefined }),
    ];
    const given = observed({ ...three, servers: four, changes: { queues } });
    expect(decisionOf(given)).toEqual({ rule: 'LeaveCluster', actions: ['remove-replica a: cart-rabbitmq-3'] });
  });

  test('and waits where none has, with the names of the queues', () => {
    const queues = [quorumQueue('b', '0123', { caughtUp: nodes('3') })];
    const { step } = plan(observed({ ...three, servers: four, changes: { queues } }));
    expect(step?.actions).toEqual([]);
    expect(step?.reason).toContain('have not caught up (b in /)');
  });

  test('and another one that is to leave does not run: it is forgotten first, or neither ever could', () => {
    const view = sees('01234', {}, '3');
    const queues = [quorumQueue('a', '0134', { online: nodes('014'), caughtUp: nodes('014') })];
    const given = observed({ ...three, servers: [view, view, view, unreachable, view], changes: { queues } });
    expect(queuesInQuestion(given)).toHaveLength(1);
    expect(decisionOf(given)).toEqual({ rule: 'LeaveCluster', actions: ['remove-replica a: cart-rabbitmq-3'] });
  });

  test('and is away with the only copy of a queue: it is not forgotten', () => {
    const view = sees('0123', {}, '3');
    const queues = [quorumQueue('b', '3', { online: [], caughtUp: undefined })];
    const { step } = plan(observed({ ...three, servers: [view, view, view, undefined], changes: { queues } }));
    expect(step?.actions).toEqual([]);
    expect(step?.reason).toContain('only copy of quorum queues (b in /)');
  });
});

const anyNodes = fc.subarray(nodes('0123'));
const anyQueue = fc.record({ members: fc.subarray(nodes('0123'), { minLength: 1 }), caughtUp: fc.option(anyNodes, { nil: undefined }) });

test('whatever is known of queues, no member is taken away that has what another one lacks', () => {
  fc.assert(
    fc.property(fc.array(anyQueue, { minLength: 1, maxLength: 8 }), (drawn) => {
      const queues = drawn.map(({ members, caughtUp }, at) => quorumQueue(`q${at}`, '0', { members, online: members, caughtUp }));
      const { step } = plan(observed({ ...three, servers: four, changes: { queues } }));
      for (const action of step?.actions ?? []) {
        if (action.kind !== 'remove-replica') continue;
        const queue = queues.find(({ name }) => name === action.queue);
        const others = queue?.members.filter((one) => one !== action.node) ?? [];
        expect(others.length).toBeGreaterThan(0);
        expect(queue?.caughtUp).toEqual(expect.arrayContaining(others));
      }
    }),
  );
});

describe('what the status remembers', () => {
  const record = (caughtUp: readonly string[] | undefined, before: boolean, isAdding = false) => {
    const formation = { origin: 'Founded', formed: true, ...(before && { caughtUp: true }) };
    const cluster = rabbitmqCluster({ replicas: 3 }, { clusterId: 'c0ffee', formation });
    const queues = [quorumQueue('a', '012', { caughtUp })];
    return caughtUpRecord(observed({ cluster, servers: [sees('012'), sees('012'), sees('012')], changes: { queues } }), isAdding);
  };

  test.for([
    ['all have caught up', record(nodes('012'), false), true],
    ['one has not', record(nodes('01'), true), false],
    ['nobody was asked, and all had before', record(undefined, true), true],
    ['nobody was asked, and not all had before', record(undefined, false), false],
    ['a member is being added', record(nodes('012'), true, true), false],
  ] as const)('%s', ([, now, expected]) => expect(now).toBe(expected));
});
