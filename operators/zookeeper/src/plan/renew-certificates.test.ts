import { type LoadedCertificates, type ObservedCertificates, trustFileName } from '@dataservices/members';
import { describe, expect, test } from 'vitest';
import type { ServerView } from '../client/port.ts';
import { desiredObjects } from '../resources/desired.ts';
import { electing, leading, observed, serving, unreachable, withPod, zookeeperCluster } from '../testing/observed-builder.ts';
import { decisionOf } from '../testing/situation.ts';
import { authorityA, authorityB, certificate, files, tls } from '../testing/tls-samples.ts';

const both = { ...files, trust: trustFileName([authorityA.id, authorityB.id]) };
const cluster = zookeeperCluster({ tls: { mode: 'Enabled' } });

function given(changes: Partial<ObservedCertificates>, loaded: LoadedCertificates | undefined = files, third?: ServerView) {
  const known = loaded === undefined ? {} : { loaded };
  const servers = [leading('123', known), serving('follower', known), third ?? serving('follower', known)];
  return observed({ cluster, servers, changes: { tls: tls(changes) } });
}

const { mounted } = tls();
const ids = [authorityA.id, authorityB.id];
const arrived = {
  authorities: { current: authorityA, next: authorityB, previous: [] },
  mounted: { ...mounted, trusts: ids },
  published: { ids, sinceMs: 0 },
  files: both,
};

describe('RenewCertificates', () => {
  test.for([
    { name: 'nothing is due', state: given({}), expected: [] },
    {
      name: 'the names have changed',
      state: given({ mounted: { ...mounted, certificate: { ...certificate, names: ['*.elsewhere'] } } }),
      expected: ['issue-certificate'],
    },
    { name: 'another authority is trusted by all', state: given(arrived, both), expected: ['promote-authority'] },
    {
      name: 'another authority is not trusted by one yet',
      state: given(arrived, both, serving('follower', { loaded: files })),
      expected: [],
    },
    { name: 'of one it is not known', state: given(arrived, both, unreachable), expected: [] },
    {
      name: 'one without a quorum says it too',
      state: given(arrived, both, { ...electing, loaded: both } as ServerView),
      expected: ['promote-authority'],
    },
    { name: 'what was provided cannot be used', state: given({ ...arrived, problem: 'expired' }, both), expected: [] },
  ])('$name', ({ state, expected }) => {
    const { actions } = decisionOf(state);
    expect(actions.filter((action) => action.startsWith('change-certificates'))).toEqual(
      expected.map((kind) => `change-certificates ${kind}`),
    );
  });

  test('a pod that does not run holds nothing up: it reads what is there when it starts', () => {
    const state = withPod(given(arrived, both, unreachable), 2, { isServerRunning: false });
    expect(decisionOf(state).actions).toEqual(['change-certificates promote-authority']);
  });

  test('a member that has not loaded them is told once, and then awaited', () => {
    const state = given({ files: both }, both, serving('follower', { loaded: files }));
    expect(decisionOf(state)).toEqual({ rule: 'AnnounceCertificates', actions: ['annotate-pod cart-zookeeper-2'] });
    const told = withPod(state, 2, { certificates: `${both.certificate} ${both.trust}` });
    expect(decisionOf(told)).toEqual({ rule: 'AwaitMembers', actions: [] });
  });
});

describe('another certificate for clients', () => {
  const next = { ...files, certificate: 'another' };
  const withVersion = (version: string, loaded: LoadedCertificates) =>
    observed({
      cluster,
      servers: [leading('123', { loaded, version }), serving('follower', { loaded, version }), serving('follower', { loaded, version })],
      changes: { tls: tls({ files: next }) },
    });

  test.for([
    ['3.8 loads it only when it starts: a follower restarts first', '3.8.4', files, 'RollOneMember'],
    ['3.9 loads it as it runs', '3.9.0', files, 'AnnounceCertificates'],
    ['3.8 has started with it, and loads by itself whom it trusts', '3.8.4', { ...next, trust: 'older' }, 'AnnounceCertificates'],
  ] as const)('%s', ([, version, loaded, rule]) => {
    expect(decisionOf(withVersion(version, loaded)).rule).toBe(rule);
  });
});

describe('no pod is made', () => {
  const kinds = (state: typeof observed extends (...args: never[]) => infer O ? O : never) => desiredObjects(state).map(({ kind }) => kind);

  test('before there is a certificate, and no client is told of a cluster that it cannot verify', () => {
    const bare = tls({ authorities: { previous: [] }, mounted: { name: mounted.name, trusts: [] }, files: undefined, authorityPem: '' });
    const state = observed({ cluster, servers: [], claims: [], changes: { tls: bare } });
    expect(kinds(state)).not.toContain('StatefulSet');
    expect(kinds(state)).not.toContain('Secret');
    expect(decisionOf(state)).toEqual({ rule: 'RenewCertificates', actions: ['change-certificates issue-authority'] });
    expect(kinds(observed({ cluster, servers: [], claims: [], changes: { tls: tls() } }))).toContain('StatefulSet');
  });
});
