import { describe, expect, test } from 'vitest';
import type { Observed } from '../observed.ts';
import { desiredObjects } from '../resources/desired.ts';
import { status } from '../status.ts';
import { formed, observed, quorumQueue, rabbitmqCluster, sees, unreachable, withPod } from '../testing/observed-builder.ts';
import { decisionOf } from '../testing/situation.ts';
import { balanceKey } from './balance-leaders.ts';
import { plan } from './plan.ts';

/** Nodes of these versions in a cluster that is asked to be of another. */
function given(versions: readonly string[], version: string, reached: string | undefined, changes: Partial<Observed> = {}): Observed {
  const known = reached === undefined ? formed : { ...formed, version: reached };
  const servers = versions.map((one) => sees('012', { version: one }));
  const state = observed({ cluster: rabbitmqCluster({ version }, known), servers, changes: { disabledFlags: [], ...changes } });
  const formation = { ...formed.formation, balancedFor: balanceKey(state) };
  return { ...state, cluster: { ...state.cluster, status: { ...state.cluster.status, formation } } };
}

const three = (version: string) => [version, version, version];
const stalledIn = (state: Observed) =>
  status(state, plan(state), { problems: [] }).conditions?.find(({ type }) => type === 'Stalled')?.message;

describe('the way up', () => {
  test.for([
    ['a patch', '4.3.6', '4.3.7', undefined],
    ['a patch down', '4.3.6', '4.3.5', undefined],
    ['one minor version', '4.2.1', '4.3.6', undefined],
    ['two at once', '4.1.0', '4.3.6', 'set it to 4.2.x first'],
    ['three at once', '4.0.5', '4.3.6', 'set it to 4.1.x first'],
    ['down', '4.3.6', '4.2.1', 'RabbitMQ does not go back'],
  ] as const)('%s', ([, from, to, message]) => {
    const stalled = stalledIn(given(three(from), to, from));
    if (message === undefined) expect(stalled).not.toContain('spec.version');
    else expect(stalled).toContain(message);
  });

  test('what is refused restarts nobody, and no pod that is made anew is of it', () => {
    const outdated = withPod(given(three('4.0.5'), '4.3.6', '4.0.5'), 2, { podHash: 'old' });
    expect(decisionOf(outdated)).toEqual({ rule: undefined, actions: [] });
    expect(desiredObjects(outdated).map(({ kind }) => kind)).not.toContain('StatefulSet');
  });

  test('one that is under way can be taken back, and what counts is the version before', () => {
    const half = given(['4.2.1', '4.2.1', '4.3.6'], '4.2.1', '4.2.1');
    expect(stalledIn(half)).not.toContain('spec.version');
    expect(status(half, plan(half), { problems: [] }).version).toBe('4.2.1');
  });

  test('a version is not reached while a node is away', () => {
    const state = given(['4.3.6', '4.3.6', '4.2.1'], '4.3.6', '4.2.1');
    const away = { ...state, members: state.members.map((member, at) => (at === 2 ? { ...member, server: unreachable } : member)) };
    expect(status(away, plan(away), { problems: [] }).version).toBe('4.2.1');
  });
});

describe('EnableFeatureFlags', () => {
  const disabledFlags = ['khepri_db', 'message_containers'];

  test('all run the same version: they are enabled', () => {
    const state = given(three('4.3.6'), '4.3.6', '4.3.6', { disabledFlags });
    expect(decisionOf(state)).toEqual({
      rule: 'EnableFeatureFlags',
      actions: ['enable-feature-flag khepri_db', 'enable-feature-flag message_containers'],
    });
  });

  test('not half-way through an upgrade', () => {
    const state = given(['4.2.1', '4.2.1', '4.3.6'], '4.3.6', '4.2.1', { disabledFlags });
    expect(decisionOf(state).rule).not.toBe('EnableFeatureFlags');
  });

  test('before an upgrade: no node restarts into a version that may not start without them', () => {
    const state = withPod(given(three('4.2.1'), '4.3.6', '4.2.1', { disabledFlags }), 2, { podHash: 'old' });
    expect(decisionOf(state).rule).toBe('EnableFeatureFlags');
    const unknown = withPod(given(three('4.2.1'), '4.3.6', '4.2.1', { disabledFlags: undefined } as never), 2, { podHash: 'old' });
    expect(decisionOf(unknown).rule).not.toBe('RollOneMember');
    const ready = withPod(given(three('4.2.1'), '4.3.6', '4.2.1'), 2, { podHash: 'old' });
    expect(decisionOf(ready)).toEqual({ rule: 'RollOneMember', actions: ['delete-pod cart-rabbitmq-2'] });
  });

  test('while a member of a queue is away nothing is enabled', () => {
    const queues = [quorumQueue('a', '012', { online: [] })];
    expect(decisionOf(given(three('4.3.6'), '4.3.6', '4.3.6', { disabledFlags, queues })).rule).toBe('AwaitMembers');
  });
});
