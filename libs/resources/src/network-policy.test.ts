import { expect, test } from 'vitest';
import { networkPolicies, type OpenPort, portsOfExtra } from './network-policy.ts';

const known: readonly OpenPort[] = [
  { name: 'amqp', port: 5672, from: ['clients'] },
  { name: 'streams', port: 6000, endPort: 6500, from: ['members'] },
];

test.for([
  ['a port on which nothing is known to listen', { port: 7000 }, [7000]],
  ['a name that is none of the known ones', { port: 80, targetPort: 'proxy' }, ['proxy']],
  ['another number for a known port', { port: 80, targetPort: 5672 }, []],
  ['a known port by its name', { port: 80, targetPort: 'streams' }, []],
  ['a port within a range, which is not for clients', { port: 6250 }, []],
] as const)('%s', ([, extra, opened]) => {
  expect(portsOfExtra([{ name: 'extra', ...extra }], known).map(({ port }) => port)).toEqual(opened);
});

test('a list of nobody is no rule: in a rule it would be everybody', () => {
  const [policy] = networkPolicies({
    spec: { mode: 'Enabled', clients: [], metrics: [] },
    operatorPeers: [{ podSelector: {} }],
    members: { cluster: 'cart' },
    parts: [{ metadata: { name: 'cart' }, selector: { app: 'cart' }, ports: known }],
  });
  expect(policy).toMatchObject({
    spec: {
      podSelector: { matchLabels: { app: 'cart', cluster: 'cart' } },
      ingress: [{ from: [{ podSelector: { matchLabels: { cluster: 'cart' } } }], ports: [{ protocol: 'TCP', port: 6000, endPort: 6500 }] }],
    },
  });
});
