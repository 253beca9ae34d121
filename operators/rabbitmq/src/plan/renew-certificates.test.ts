import { type LoadedCertificates, type ObservedCertificates, trustFileName } from '@dataservices/members';
import { describe, expect, test } from 'vitest';
import type { NodeView } from '../client/port.ts';
import type { Observed } from '../observed.ts';
import { desiredObjects } from '../resources/desired.ts';
import { status } from '../status.ts';
import { formed, observed, rabbitmqCluster, sees, unreachable, withPod } from '../testing/observed-builder.ts';
import { decisionOf } from '../testing/situation.ts';
import { authorityA, authorityB, certificate, files, tls } from '../testing/tls-samples.ts';
import { balanceKey } from './balance-leaders.ts';
import { plan } from './plan.ts';

const both = { ...files, trust: trustFileName([authorityA.id, authorityB.id]) };
const cluster = rabbitmqCluster({ tls: { mode: 'Enabled' } });

function given(changes: Partial<ObservedCertificates>, loaded: LoadedCertificates = files, third?: NodeView): Observed {
  const servers = [sees('012', { loaded }), sees('012', { loaded }), third ?? sees('012', { loaded })];
  const state = observed({ cluster, servers, changes: { tls: tls(changes) } });
  const formation = { ...formed.formation, balancedFor: balanceKey(state) };
  return { ...state, cluster: { ...cluster, status: { ...cluster.status, formation } } };
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
    { name: 'by all but one', state: given(arrived, both, sees('012', { loaded: files })), expected: ['annotate-pod cart-rabbitmq-2'] },
    { name: 'of one it is not known', state: given(arrived, both, unreachable), expected: [] },
    { name: 'what was provided cannot be used', state: given({ ...arrived, problem: 'expired' }, both), expected: [] },
  ])('$name', ({ state, expected }) => {
    expect(decisionOf(state).actions.map((action) => action.split(':')[0])).toEqual(expected);
  });

  test('a pod that does not run holds nothing up: it reads what is there when it starts', () => {
    const state = withPod(given(arrived, both, unreachable), 2, { isServerRunning: false });
    expect(decisionOf(state).actions).toEqual(['promote-authority']);
  });

  test('a node that has not loaded them is told once, and then awaited', () => {
    const state = given({ files: both }, both, sees('012', { loaded: files }));
    expect(decisionOf(state).rule).toBe('AnnounceCertificates');
    const told = withPod(state, 2, { certificates: `${both.certificate} ${both.trust}` });
    expect(decisionOf(told)).toEqual({ rule: 'AwaitMembers', actions: [] });
    expect(plan(told).step?.reason).toBe('waiting for cart-rabbitmq-2 to load other certificates');
  });

  test('a certificate of the user that cannot be used is a condition', () => {
    const state = given({ problem: 'Secret mine: it has expired' });
    const stalled = status(state, plan(state), { problems: [] }).conditions?.find(({ type }) => type === 'Stalled');
    expect(stalled).toMatchObject({ status: 'True', reason: 'InvalidCertificate', message: 'Secret mine: it has expired' });
  });
});

test('no pod is made before there is a certificate, and no client is told of a cluster that it cannot verify', () => {
  const kinds = (state: Observed) => desiredObjects(state).map(({ kind }) => kind);
  const bare = tls({ authorities: { previous: [] }, mounted: { name: mounted.name, trusts: [] }, files: undefined, authorityPem: '' });
  const state = observed({ cluster, servers: [], claims: [], changes: { tls: bare } });
  expect(kinds(state)).not.toContain('StatefulSet');
  expect(kinds(state)).not.toContain('Secret');
  expect(decisionOf(state)).toEqual({ rule: 'RenewCertificates', actions: ['issue-authority'] });
  expect(kinds(observed({ cluster, servers: [], claims: [], changes: { tls: tls() } }))).toContain('StatefulSet');
});
