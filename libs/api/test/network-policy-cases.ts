import type { BadSpecCase, SpecCase } from './redis-cluster-cases.ts';

const enabled = (fields: object) => ({ networkPolicy: { mode: 'Enabled', ...fields } });
const client = (peer: object) => enabled({ clients: [peer] });
const expression = (fields: object) => client({ podSelector: { matchExpressions: [{ key: 'app', ...fields }] } });
const range = (cidr: string) => client({ ipBlock: { cidr } });
const outside = { service: { type: 'LoadBalancer' } };

/** Of every kind of cluster. */
export const goodNetworkPolicies: readonly SpecCase[] = [
  ['policies for the pods of the namespace', enabled({})],
  ['policies for nobody else', enabled({ clients: [], metrics: [] })],
  [
    'policies for every kind of peer',
    enabled({
      clients: [
        { podSelector: {} },
        { namespaceSelector: {} },
        { namespaceSelector: { matchLabels: { team: 'shop' } }, podSelector: { matchExpressions: [{ key: 'a/b', operator: 'Exists' }] } },
        { podSelector: { matchExpressions: [{ key: 'app', operator: 'NotIn', values: ['a', ''] }] } },
        { ipBlock: { cidr: '0.0.0.0/0', except: ['10.0.0.0/8'] } },
        { ipBlock: { cidr: '::/0' } },
        { ipBlock: { cidr: '2001:db8:0:1:2:3:4:5/128' } },
      ],
      metrics: [{ namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'monitoring' } } }],
    }),
  ],
  ['a load balancer whose clients are named', { ...outside, ...range('203.0.113.0/24') }],
  ['a load balancer without policies', { ...outside, networkPolicy: { mode: 'Disabled' } }],
];

/** A refusal names the field by itself; here are its words, where there is a rule for them. */
export const badNetworkPolicies: readonly BadSpecCase[] = [
  ['policies as a boolean', { networkPolicy: { mode: true } }, 'spec.networkPolicy.mode'],
  ['a peer that is nobody', client({}), 'a peer needs ipBlock, podSelector or namespaceSelector'],
  ['a peer with a mistyped field', client({ namespace: 'shop' }), 'a peer needs ipBlock, podSelector or namespaceSelector'],
  ['addresses of pods', client({ ipBlock: { cidr: '10.0.0.0/8' }, podSelector: {} }), 'make it a peer of its own'],
  ['an address without a range', range('203.0.113.7'), 'must be a range of addresses'],
  ['an address that there is not', range('203.0.113.256/32'), 'must be a range of addresses'],
  ['a range wider than all', range('10.0.0.0/33'), 'must be a range of addresses'],
  ['a range of names', range('example.com/24'), 'must be a range of addresses'],
  ['an exception without a range', client({ ipBlock: { cidr: '::/0', except: ['fd00::1'] } }), 'must be a range of addresses'],
  ['a label value that is none', client({ podSelector: { matchLabels: { a: 'b c' } } }), 'matchLabels.a'],
  ['a comparison with nothing', expression({ operator: 'In' }), 'In and NotIn need one at least'],
  ['a comparison with an empty list', expression({ operator: 'NotIn', values: [] }), 'In and NotIn need one at least'],
  ['values of a label that must not be there', expression({ operator: 'DoesNotExist', values: ['a'] }), 'DoesNotExist take none'],
  ['an unknown comparison', expression({ operator: 'Gt', values: ['1'] }), 'operator'],
  ['too many peers', enabled({ metrics: new Array(17).fill({ podSelector: {} }) }), 'spec.networkPolicy.metrics'],
  ['a load balancer that nobody may use', { ...outside, ...enabled({}) }, 'add their addresses as ipBlock'],
];
