import type { RequestRecord } from '@dataservices/members';
import { describe, expect, test } from 'vitest';
import type { Observed } from '../observed.ts';
import { status } from '../status.ts';
import { lobby, monitoring, observed, redisCluster, serving } from '../testing/observed-builder.ts';
import { bare, decisionOf, formed, held, nobodyToPromote } from '../testing/situation.ts';
import { plan } from './plan.ts';

/** Two members whose histories went separate ways, and an empty one. */
const servers = [
  held({ lastRole: 'master', lineage: { replid: 'aaaaaaaaaaaa', offset: 9 }, notedAt: '2026-01-01T00:00:00Z' }),
  held({ lineage: { replid: 'bbbbbbbbbbbb', offset: 70 } }),
  lobby('empty'),
];
const sentinels = [bare, bare, bare];

const condition = { type: 'Stalled', status: 'True', lastTransitionTime: '2026-01-01T00:00:00Z', message: 'm' } as const;
const asked = { conditions: [{ ...condition, reason: 'ManualDecisionRequired' }] };
const running: RequestRecord = {
  name: 'recover-from',
  token: 't1',
  state: 'Running',
  message: 'm',
  pod: 'cart-redis-1',
  podUid: 'uid-cart-redis-1',
  claimUid: 'uid-data-1',
};

function undecided(given: object, pod = 'cart-redis-1', changes: Partial<Parameters<typeof observed>[0]> = {}): Observed {
  const state = observed({ servers, sentinels, cluster: redisCluster({}, { ...formed, ...given }), ...changes });
  const metadata = { ...state.cluster.metadata, annotations: { 'dataservices.dev/recover-from': `${pod}@t1` } };
  return { ...state, cluster: { ...state.cluster, metadata } };
}

function shown(given: Observed) {
  const { requests, conditions } = status(given, plan(given), { problems: [] });
  return { requests: requests?.map(({ state, message }) => [state, message]), stalled: conditions?.find(({ type }) => type === 'Stalled') };
}

const elected = (ordinal: number) => [0, 1, 2].map((at) => `monitor cart-redis-sentinel-${at} cart-redis-${ordinal}`);

describe('data that went separate ways', () => {
  test('nobody leads until a person decides, who is told what each of them holds and how to say so', () => {
    const given = observed({ servers, sentinels, cluster: redisCluster({}, formed) });
    expect(decisionOf(given)).toEqual({ rule: 'RecoverWithoutMaster', actions: [] });
    const { stalled } = shown(given);
    expect(stalled).toMatchObject({ status: 'True', reason: 'ManualDecisionRequired' });
    expect(stalled?.message).toContain('cart-redis-0 (history aaaaaaaa, offset 9, was a master, as of 2026-01-01T00:00:00Z)');
    expect(stalled?.message).toContain('cart-redis-1 (history bbbbbbbb, offset 70, was a replica)');
    expect(stalled?.message).toContain('dataservices.dev/recover-from: "<pod>@<token>"');
  });

  test('the member that was named leads; what is discarded is said', () => {
    const given = undecided({ ...asked, requests: [running] });
    expect(decisionOf(given)).toEqual({ rule: 'RecoverWithoutMaster', actions: elected(1) });
    expect(plan(given).step?.reason).toContain('discarded: cart-redis-0 (history aaaaaaaa, offset 9');
    expect(shown(given).stalled).toMatchObject({ status: 'False' });
  });

  test('it leads as well where the sentinels still name one that does not', () => {
    const given = undecided({ ...asked, requests: [running] }, 'cart-redis-1', { sentinels: nobodyToPromote });
    expect(decisionOf(given).actions).toEqual(elected(1));
  });

  test('it is taken down before anything is done for it', () => {
    const given = undecided(asked);
    expect(decisionOf(given)).toEqual({ rule: 'TakeDownRequest', actions: [] });
    expect(shown(given).requests).toMatchObject([['Running', expect.any(String)]]);
  });

  test.for([
    {
      name: 'from before the decision was asked for, or from a backup of the object',
      given: {},
      pod: 'cart-redis-1',
      says: 'nothing had to',
    },
    { name: 'for a member that holds nothing', given: asked, pod: 'cart-redis-2', says: 'holds no data' },
    { name: 'for a member that is not there', given: asked, pod: 'cart-redis-9', says: 'there is no member' },
  ])('refused: $name', ({ given, pod, says }) => {
    const situation = undecided(given, pod);
    expect(shown(situation).requests).toEqual([['Refused', expect.stringContaining(says)]]);
    expect(plan(situation).step?.actions).toEqual([]);
  });

  test.for(['Handled', 'Refused'])('one that was %s says nothing about another decision', (state) => {
    const given = undecided({ ...asked, requests: [{ ...running, state }] });
    expect(decisionOf(given)).toEqual({ rule: 'RecoverWithoutMaster', actions: [] });
    expect(shown(given).stalled).toMatchObject({ status: 'True' });
  });

  test('a volume that was made anew since is not the one that was meant', () => {
    const given = undecided({ ...asked, requests: [{ ...running, claimUid: 'another' }] });
    expect(decisionOf(given)).toEqual({ rule: 'RecoverWithoutMaster', actions: [] });
  });

  test.for([
    { leader: 1, state: 'Handled' },
    { leader: 0, state: 'Refused' },
  ])('cart-redis-$leader leads: $state', ({ leader, state }) => {
    const given = undecided({ requests: [running] }, 'cart-redis-1', {
      servers: [0, 1].map((ordinal) => (ordinal === leader ? serving('master') : lobby('held'))),
      sentinels: [0, 1, 2].map(() => monitoring(leader)),
    });
    expect(shown(given).requests).toEqual([[state, expect.any(String)]]);
  });

  test('taken back before a sentinel was told: nobody leads', () => {
    const given = observed({ servers, sentinels, cluster: redisCluster({}, { ...formed, ...asked, requests: [running] }) });
    expect(plan(given).step?.actions).toEqual([]);
    expect(shown(given).requests).toEqual([['Refused', 'was taken back before it began']]);
  });
});
