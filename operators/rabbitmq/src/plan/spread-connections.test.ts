import { describe, expect, test } from 'vitest';
import type { ConnectionView } from '../client/port.ts';
import type { Observed } from '../observed.ts';
import { status } from '../status.ts';
import { formed, node, observed, rabbitmqCluster, sees } from '../testing/observed-builder.ts';
import { decisionOf } from '../testing/situation.ts';
import { balanceKey } from './balance-leaders.ts';
import { plan } from './plan.ts';
import { hasConnectionsToSpread } from './spread-connections.ts';

const madeMs = 1_000_000;

type Input = {
  /** Connections on each node that are older than the one that joined, and those that are younger. */
  readonly old?: readonly number[];
  readonly young?: readonly number[];
  readonly over?: number | undefined;
  readonly mode?: 'Enabled' | 'Disabled';
};

function connectionsOn(counts: readonly number[], startMs: number): readonly ConnectionView[] {
  return counts.flatMap((count, ordinal) =>
    Array.from({ length: count }, (_, at) => ({ name: `${ordinal}-${startMs + at}`, node: node(ordinal), connectedAtMs: startMs + at })),
  );
}

/** Four nodes, of which the last has joined. */
function afterJoin({ old = [0, 0, 0, 0], young = [0, 0, 0, 0], over = 3, mode = 'Enabled' }: Input): Observed {
  const view = sees('0123');
  const spec = { replicas: 4, clustering: { balanceLeaders: 'Disabled' }, connections: { spreadAfterJoin: mode } } as const;
  const formation = { ...formed.formation, ...(over >= 0 && { spreadOver: over }) };
  const given = observed({
    cluster: rabbitmqCluster(spec, { ...formed, formation }),
    servers: [view, view, view, view],
    changes: { connections: [...connectionsOn(old, 1), ...connectionsOn(young, madeMs + 1)] },
  });
  return { ...given, members: given.members.map((member) => (member.ordinal === 3 ? { ...member, madeMs } : member)) };
}

function recorded(given: Observed): number | undefined {
  return status(given, plan(given), { problems: [] }).formation?.spreadOver;
}

describe('old connections after a join', () => {
  test('a twentieth of all is closed, the oldest first, where there are more than their share', () => {
    expect(decisionOf(afterJoin({ old: [30, 30, 20, 0] }))).toEqual({
      rule: 'SpreadConnections',
      actions: ['close-connection 0-1', 'close-connection 1-1', 'close-connection 0-2', 'close-connection 1-2'],
    });
  });

  test('one is closed where there are few', () => {
    expect(decisionOf(afterJoin({ old: [2, 2, 2, 0] })).actions).toEqual([]);
    expect(decisionOf(afterJoin({ old: [4, 4, 4, 0] })).actions).toEqual(['close-connection 0-1']);
  });

  test('no more than fifty at a time', () => {
    expect(decisionOf(afterJoin({ old: [900, 900, 900, 0] })).actions).toHaveLength(50);
  });

  test('a node with no more than its share keeps all of them', () => {
    expect(decisionOf(afterJoin({ old: [40, 10, 10, 0] })).actions).toEqual([
      'close-connection 0-1',
      'close-connection 0-2',
      'close-connection 0-3',
    ]);
  });

  test.for([
    ['the new node has nearly its share', { old: [20, 20, 20, 0], young: [0, 0, 0, 15] }],
    ['three quarters have connected anew', { old: [5, 5, 5, 0], young: [17, 17, 16, 0] }],
    ['there is none', {}],
  ] as const)('%s: none is closed, and that is taken down', ([, input]) => {
    const given = afterJoin(input);
    expect(decisionOf(given).rule).toBeUndefined();
    expect(recorded(given)).toBe(4);
  });

  test('while some are to be closed, nothing is taken down', () => {
    expect(recorded(afterJoin({ old: [30, 30, 20, 0] }))).toBe(3);
  });

  test('nobody says which there are: nothing is done, and nothing taken down', () => {
    const given = { ...afterJoin({}), connections: undefined };
    expect(decisionOf(given).rule).toBeUndefined();
    expect(recorded(given)).toBe(3);
  });

  test('leaders are spread before, and what is taken down for both stays', () => {
    const given = afterJoin({ old: [30, 30, 20, 0] });
    const balanced = { ...given.cluster.spec.clustering, balanceLeaders: 'Enabled' } as const;
    const cluster = { ...given.cluster, spec: { ...given.cluster.spec, clustering: balanced } };
    expect(decisionOf({ ...given, cluster }).rule).toBe('BalanceLeaders');
    expect(status({ ...given, cluster }, plan({ ...given, cluster }), { problems: [] }).formation).toMatchObject({
      balancedFor: balanceKey(given),
      spreadOver: 3,
    });
  });
});

test('a cluster that is new has nobody to spread, and takes down its size', () => {
  const given = afterJoin({ old: [30, 30, 20, 0], over: -1 });
  expect(decisionOf(given).rule).toBeUndefined();
  expect(recorded(given)).toBe(4);
});

test('a node has left: its size is taken down, for the next that joins', () => {
  const given = afterJoin({ old: [9, 0, 0, 0], over: 5 });
  expect(decisionOf(given).rule).toBeUndefined();
  expect(recorded(given)).toBe(4);
});

test('by default nobody is asked for connections, and none is closed', () => {
  const given = afterJoin({ old: [30, 30, 20, 0], mode: 'Disabled' });
  expect(decisionOf(given).rule).toBeUndefined();
  expect(hasConnectionsToSpread(given.cluster)).toBe(false);
  expect(recorded(given)).toBe(3);
});
