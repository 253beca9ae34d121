import { expect, test } from 'vitest';
import { letsIn, type ProbeSource } from './network-probe.ts';

const to = { namespace: 'shop', labels: { app: 'cart' } };
const client = { namespace: 'shop', labels: { app: 'shop' } };
const stranger = { namespace: 'other', labels: { app: 'shop' } };
const address = { address: '10.1.2.3' };

function policy(ingress: readonly object[], podSelector: object = {}) {
  return {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'NetworkPolicy',
    metadata: { name: 'p', namespace: 'shop' },
    spec: { podSelector, ingress },
  };
}

const from = (...peers: readonly object[]) => policy([{ from: peers, ports: [{ port: 80 }] }]);

test.for<readonly [string, readonly ReturnType<typeof policy>[], ProbeSource, boolean]>([
  ['without a policy everybody is let in', [], stranger, true],
  ['a policy for other pods changes nothing', [policy([], { matchLabels: { app: 'other' } })], stranger, true],
  ['a policy without rules lets nobody in', [policy([])], client, false],
  ['an empty list of peers is everybody', [from()], stranger, true],
  ['pods without a namespace are of the same one', [from({ podSelector: {} })], client, true],
  ['and of no other', [from({ podSelector: {} })], stranger, false],
  [
    'a namespace is told by its name',
    [from({ namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'other' } } })],
    stranger,
    true,
  ],
  ['both selectors must hold', [from({ namespaceSelector: {}, podSelector: { matchLabels: { app: 'x' } } })], stranger, false],
  ['In', [from({ podSelector: { matchExpressions: [{ key: 'app', operator: 'In', values: ['shop'] }] } })], client, true],
  ['NotIn', [from({ podSelector: { matchExpressions: [{ key: 'app', operator: 'NotIn', values: ['shop'] }] } })], client, false],
  ['Exists', [from({ podSelector: { matchExpressions: [{ key: 'app', operator: 'Exists' }] } })], client, true],
  ['DoesNotExist', [from({ podSelector: { matchExpressions: [{ key: 'app', operator: 'DoesNotExist' }] } })], client, false],
  ['an address within a range', [from({ ipBlock: { cidr: '10.0.0.0/8' } })], address, true],
  ['an address that is left out of it', [from({ ipBlock: { cidr: '10.0.0.0/8', except: ['10.1.0.0/16'] } })], address, false],
  ['an address of the other family', [from({ ipBlock: { cidr: '::/0' } })], address, false],
  ['selectors are of pods', [from({ namespaceSelector: {} })], address, false],
  ['one policy that lets in is enough', [policy([]), from({ podSelector: {} })], client, true],
])('%s', ([, policies, source, expected]) => {
  expect(letsIn(policies, { from: source, to, port: 80 })).toBe(expected);
});

test.for([
  ['the port', [{ port: 80 }], true],
  ['another port', [{ port: 81 }], false],
  ['a range that begins with it', [{ port: 80, endPort: 90 }], true],
  ['a range after it', [{ port: 81, endPort: 90 }], false],
  ['no port', [], true],
  ['another protocol', [{ port: 80, protocol: 'UDP' }], false],
] as const)('%s', ([, ports, expected]) => {
  expect(letsIn([policy([{ ports }])], { from: stranger, to, port: 80 })).toBe(expected);
});
