import { expect, test } from 'vitest';
import { nodeAddresses } from './node-addresses.ts';

const node = (name: string, status?: object) => ({
  apiVersion: 'v1',
  kind: 'Node',
  metadata: { name, uid: name, resourceVersion: '1' },
  status,
});

test('all addresses of all nodes, also where one has none yet', () => {
  const addresses = [
    { type: 'InternalIP', address: '10.0.0.1' },
    { type: 'InternalIP', address: 'fd00::1' },
    { type: 'ExternalIP', address: '203.0.113.1' },
  ];
  const nodes = [
    node('a', { addresses }),
    node('b', {}),
    node('c'),
    node('d', { addresses: [{ type: 'InternalIP', address: '10.0.0.2' }] }),
  ];
  expect(nodeAddresses(nodes)).toEqual(['10.0.0.1', 'fd00::1', '203.0.113.1', '10.0.0.2']);
});
