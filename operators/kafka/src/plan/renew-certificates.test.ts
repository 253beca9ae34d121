import { trustFileName } from '@dataservices/members';
import { describe, expect, test } from 'vitest';
import type { Observed } from '../observed.ts';
import { desiredObjects } from '../resources/desired.ts';
import { quorum, withPod } from '../testing/observed-builder.ts';
import { decisionOf, reasonOf } from '../testing/situation.ts';
import { authorityA, authorityB, certificate, encrypted, files, tls } from '../testing/tls-samples.ts';

const { mounted } = tls();
const ids = [authorityA.id, authorityB.id];
const both = { ...files, trust: trustFileName(ids) };
const arrived = {
  authorities: { current: authorityA, next: authorityB, previous: [] },
  mounted: { ...mounted, trusts: ids },
  published: { ids, sinceMs: 0 },
  files: both,
};
const renewed = { ...files, certificate: `certificate-${'d'.repeat(16)}-${'a'.repeat(16)}` };
const dayMs = 86_400_000;

describe('RenewCertificates', () => {
  test.for([
    { name: 'nothing is due', given: encrypted(), expected: [] },
    {
      name: 'two thirds of its time have passed',
      given: encrypted({ mounted: { ...mounted, certificate: { ...certificate, notBefore: certificate.notAfter - 3 * 364 * dayMs - 1 } } }),
      expected: ['issue-certificate'],
    },
    {
      name: 'the names have changed',
      given: encrypted({ mounted: { ...mounted, certificate: { ...certificate, names: ['*.elsewhere'] } } }),
      expected: ['issue-certificate'],
    },
    { name: 'another authority is trusted by all', given: encrypted(arrived, () => both), expected: ['promote-authority'] },
    {
      name: 'another authority is not trusted by one yet',
      given: encrypted(arrived, (pod) => (pod === 'cart-kafka-0' ? files : both)),
      expected: [],
    },
    {
      name: 'of a controller it is not known',
      given: encrypted(arrived, (pod) => (pod === 'cart-kafka-controller-1' ? undefined : both)),
      expected: [],
    },
    { name: 'what was provided cannot be used', given: encrypted({ ...arrived, problem: 'expired' }, () => both), expected: [] },
  ])('$name', ({ given, expected }) => {
    const { actions } = decisionOf(given);
    expect(actions.filter((action) => action.startsWith('change-certificates'))).toEqual(
      expected.map((kind) => `change-certificates ${kind}`),
    );
  });

  test('a pod that does not run holds nothing up: it reads what is there when it starts', () => {
    const given = encrypted(arrived, (pod) => (pod === 'cart-kafka-1' ? undefined : both));
    expect(decisionOf(withPod(given, 'cart-kafka-1', { isServerRunning: false })).actions).toEqual([
      'change-certificates promote-authority',
    ]);
  });
});

describe('another certificate, or other authorities', () => {
  const loadedBy = (...pods: readonly string[]) => encrypted({ files: renewed }, (pod) => (pods.includes(pod) ? renewed : files));
  const controllers = ['cart-kafka-controller-0', 'cart-kafka-controller-1', 'cart-kafka-controller-2'];

  test.for([
    { name: 'controllers restart first', given: loadedBy(), pod: 'cart-kafka-controller-2' },
    { name: 'the active one last of them', given: loadedBy(...controllers.slice(1)), pod: 'cart-kafka-controller-0' },
    { name: 'then brokers', given: loadedBy(...controllers), pod: 'cart-kafka-2' },
    { name: 'each once', given: loadedBy(...controllers, 'cart-kafka-2'), pod: 'cart-kafka-1' },
    {
      name: 'for other authorities alone as well',
      given: encrypted({ ...arrived, published: { ids, sinceMs: Number.POSITIVE_INFINITY } }, () => files),
      pod: 'cart-kafka-controller-2',
    },
  ])('$name', ({ given, pod }) => {
    expect(decisionOf(given)).toEqual({ rule: 'RollOneMember', actions: [`delete-pod ${pod}`] });
    expect(reasonOf(given)).toBe(`${pod} restarts for other certificates`);
  });

  test('while a controller is behind, nobody restarts, and it says so', () => {
    const given = encrypted({ files: renewed }, () => files, { quorum: quorum('012', '', '1') });
    expect(decisionOf(given)).toEqual({ rule: 'RollOneMember', actions: [] });
    expect(reasonOf(given)).toMatch(/^cart-kafka-controller-2 is to restart for other certificates, and waits: /);
  });

  test('whoever has loaded them is left alone', () => {
    expect(decisionOf(encrypted()).rule).toBeUndefined();
  });
});

test('no pod is made before there is a certificate, and no client is told of a cluster that it cannot verify', () => {
  const kinds = (state: Observed) => desiredObjects(state).map(({ kind }) => kind);
  const bare = { authorities: { previous: [] }, mounted: { name: mounted.name, trusts: [] }, files: undefined, authorityPem: '' };
  for (const problem of [{}, { problem: 'Secret mine: it has expired' }]) {
    const state = encrypted({ ...bare, ...problem });
    expect(kinds(state)).not.toContain('StatefulSet');
    expect(kinds(state)).not.toContain('Secret');
  }
  expect(kinds(encrypted())).toEqual(expect.arrayContaining(['StatefulSet', 'Secret']));
});
