import { type ObservedCertificates, trustFileName } from '@dataservices/members';
import { describe, expect, test } from 'vitest';
import type { SentinelView, ServerView } from '../client/port.ts';
import { monitoring, nowMs, observed, redisCluster, serving, unreachable, withPod } from '../testing/observed-builder.ts';
import { decisionOf, formed } from '../testing/situation.ts';
import { authorityA, authorityB, certificate, files, tls } from '../testing/tls-samples.ts';
import { membersWithOldCertificates } from './renew-certificates.ts';

const dayMs = 86_400_000;
const both = { ...files, trust: trustFileName([authorityA.id, authorityB.id]) };

type Loaded = typeof files | undefined;

function given(
  changes: Partial<ObservedCertificates>,
  loaded: Loaded = files,
  views: { server?: ServerView; sentinel?: SentinelView } = {},
) {
  const with_ = loaded === undefined ? {} : { loaded };
  const replica = serving('replica', with_);
  return observed({
    cluster: redisCluster({ tls: { mode: 'Enabled' } }, formed),
    servers: [serving('master', with_), replica, views.server ?? replica],
    sentinels: [monitoring(0, with_), monitoring(0, with_), views.sentinel ?? monitoring(0, with_)],
    changes: { tls: tls(changes) },
  });
}

const renewed = { ...certificate, notBefore: nowMs - 61 * dayMs, notAfter: nowMs + 29 * dayMs };
const mounted = tls().mounted;
const overlap = { authorities: { current: authorityA, next: authorityB, previous: [] } };
const trusting = { ...mounted, trusts: [authorityA.id, authorityB.id] };
const shown = { ids: [authorityA.id, authorityB.id], sinceMs: 0 };
const arrived = { ...overlap, mounted: trusting, published: shown, files: both };

describe('RenewCertificates', () => {
  test.for([
    { name: 'nothing is due', given: given({}), expected: [] },
    {
      name: 'there is nothing yet',
      given: given({ authorities: { previous: [] }, mounted: { name: mounted.name, trusts: [] } }, undefined),
      expected: ['issue-authority'],
    },
    {
      name: 'two thirds of its life are over',
      given: given({ mounted: { ...mounted, certificate: renewed } }),
      expected: ['issue-certificate'],
    },
    {
      name: 'so they are, and a member is away that will load it when it returns',
      given: given({ mounted: { ...mounted, certificate: renewed } }, files, { server: unreachable }),
      expected: ['issue-certificate'],
    },
    {
      name: 'the names have changed',
      given: given({ mounted: { ...mounted, certificate: { ...certificate, names: ['*.elsewhere'] } } }),
      expected: ['issue-certificate'],
    },
    { name: 'another authority is to be trusted', given: given(overlap), expected: ['trust-authorities'] },
    { name: 'it has not reached the members', given: given({ ...overlap, mounted: trusting, published: shown }), expected: [] },
    { name: 'it has', given: given(arrived, both), expected: ['promote-authority'] },
    {
      name: 'it has, but one of whom that is not known',
      given: given(arrived, both, { server: unreachable }),
      expected: [],
    },
    {
      name: 'it has, but a sentinel of which that is not known',
      given: given(arrived, both, { sentinel: unreachable }),
      expected: [],
    },
    {
      name: 'it has, and clients were shown it only just now',
      given: given({ ...arrived, published: { ...shown, sinceMs: nowMs - dayMs } }, both),
      expected: [],
    },
    {
      name: 'the certificate that was provided cannot be used',
      given: given({ mounted: { ...mounted, certificate: renewed }, problem: 'expired' }),
      expected: [],
    },
  ])('$name', ({ given: state, expected }) => {
    const { rule, actions } = decisionOf(state);
    expect(actions).toEqual(expected.map((kind) => `change-certificates ${kind}`));
    if (expected.length > 0) expect(rule).toBe('RenewCertificates');
  });

  test('a pod that does not run holds nothing up: it reads what is there when it starts', () => {
    const state = given(arrived, both, { server: unreachable });
    expect(decisionOf(withPod(state, 2, { isServerRunning: false })).actions).toEqual(['change-certificates promote-authority']);
  });

  test('members that have not loaded them are told once, and then awaited', () => {
    const state = given({ files: both });
    expect(membersWithOldCertificates(state)).toHaveLength(6);
    expect(decisionOf(state)).toMatchObject({ rule: 'AnnounceCertificates', actions: { length: 6 } });
    const certificates = `${both.certificate} ${both.trust}`;
    const told = <T extends { readonly pod?: object }>(member: T): T => ({ ...member, pod: { ...member.pod, certificates } });
    expect(decisionOf({ ...state, members: state.members.map(told), sentinels: state.sentinels.map(told) })).toEqual({
      rule: 'AwaitMembers',
      actions: [],
    });
  });
});
