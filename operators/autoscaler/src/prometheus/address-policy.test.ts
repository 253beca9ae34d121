import { expect, test } from 'vitest';
import { checkAddress, forbids } from './address-policy.ts';

const allowedHosts = ['prometheus.monitoring', 'thanos.monitoring:9090', '*.metrics.svc', '10.0.0.7'];
let nodes: readonly string[] = ['192.168.1.7', 'fd12::7', 'node-1.example'];
const isForbidden = forbids({ forbiddenAddresses: () => ['10.96.0.1', ...nodes] });

test.for([
  'http://prometheus.monitoring:9090',
  'https://PROMETHEUS.monitoring/prom/',
  'http://thanos.monitoring:9090',
  'http://a.metrics.svc',
  'http://10.0.0.7:9090',
])('%s may be asked', (address) => {
  expect(checkAddress(address, allowedHosts)).toBeInstanceOf(URL);
});

test.for<readonly [string, string]>([
  ['file:///etc/passwd', 'http or https'],
  ['gopher://prometheus.monitoring', 'http or https'],
  ['http://user:password@prometheus.monitoring', 'must not have a user'],
  ['http://prometheus.monitoring?x=1', 'query'],
  ['http://prometheus.monitoring#x', 'fragment'],
  ['no address', 'no address'],
  ['http://169.254.169.254/latest/meta-data', '169.254.169.254'],
  ['http://[::1]:9090', '::1'],
  ['http://127.1:9090', '127.0.0.1'],
  ['http://2130706433', '127.0.0.1'],
  ['http://thanos.monitoring:9091', 'port 9091'],
  ['http://evil.example/prometheus.monitoring', 'evil.example'],
  ['http://prometheus.monitoring.evil.example', 'evil.example'],
  ['http://metrics.svc', 'metrics.svc'],
  ['http://amonitoring', 'amonitoring'],
])('%s may not: %s', ([address, why]) => {
  expect(checkAddress(address, allowedHosts)).toEqual({ error: expect.stringContaining(why) });
});

test.for([
  ['127.0.0.1', true],
  ['0.0.0.0', true],
  ['169.254.169.254', true],
  ['224.0.0.1', true],
  ['255.255.255.255', true],
  ['::1', true],
  ['::', true],
  ['fe80::1', true],
  ['fd00:ec2::254', true],
  ['::ffff:127.0.0.1', true],
  ['::ffff:169.254.169.254', true],
  ['10.96.0.1', true],
  ['no address', true],
  ['192.168.1.7', true],
  ['::ffff:192.168.1.7', true],
  ['fd12:0::7', true],
  ['10.0.0.7', false],
  ['192.168.1.1', false],
  ['fd12::1', false],
] as const)('the address %s is forbidden: %s', ([address, expected]) => {
  expect(isForbidden(address)).toBe(expected);
});

test('an address is forbidden from when a node has it until none has', () => {
  const before = nodes;
  nodes = ['10.0.0.9'];
  expect(['10.0.0.9', '192.168.1.7'].map(isForbidden)).toEqual([true, false]);
  nodes = before;
});
