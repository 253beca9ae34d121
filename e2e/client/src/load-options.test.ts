import { expect, test } from 'vitest';
import { parseLoadOptions } from './load-options.ts';

const sentinel = ['--mode', 'sentinel', '--sentinels', 'a:26379,b.c:26380', '--master-name', 'm', '--prefix', 'p'];

test('defaults of a run through sentinels', () => {
  expect(parseLoadOptions(sentinel)).toMatchObject({
    mode: 'sentinel',
    sentinels: [
      { host: 'a', port: 26379 },
      { host: 'b.c', port: 26380 },
    ],
    masterName: 'm',
    ratePerSecond: 200,
    durationSeconds: undefined,
    wait: 0,
    maxInFlight: 400,
    port: 8080,
  });
});

test('an IPv6 address in brackets', () => {
  expect(parseLoadOptions(['--mode', 'service', '--host', '[::1]:6379', '--prefix', 'p']).host).toEqual({ host: '::1', port: 6379 });
});

test.for([
  { name: 'no mode', args: ['--prefix', 'p'], message: /--mode must be/ },
  { name: 'an unknown mode', args: ['--mode', 'cluster', '--prefix', 'p'], message: /--mode must be/ },
  { name: 'no prefix', args: ['--mode', 'service', '--host', 'a:1'], message: /--prefix is missing/ },
  { name: 'no sentinels', args: ['--mode', 'sentinel', '--prefix', 'p'], message: /--sentinels/ },
  {
    name: 'the guide without sentinels to read back through',
    args: ['--mode', 'guide', '--guide', 'ioredis', '--prefix', 'p'],
    message: /--mode guide needs/,
  },
  { name: 'a guide without its name', args: ['--mode', 'guide', '--prefix', 'p'], message: /--guide NAME/ },
  { name: 'a guide in another mode', args: [...sentinel, '--guide', 'ioredis'], message: /--guide NAME/ },
  { name: 'no master name', args: ['--mode', 'sentinel', '--sentinels', 'a:1', '--prefix', 'p'], message: /--master-name/ },
  { name: 'no host', args: ['--mode', 'service', '--prefix', 'p'], message: /--host/ },
  { name: 'pinned without a way to the master', args: ['--mode', 'pinned', '--host', 'a:1', '--prefix', 'p'], message: /--verify-host/ },
  { name: 'a host without port', args: ['--mode', 'service', '--host', 'a', '--prefix', 'p'], message: /not host:port/ },
  { name: 'a rate of zero', args: [...sentinel, '--rate', '0'], message: /--rate must be/ },
  { name: 'a rate that is no number', args: [...sentinel, '--rate', 'fast'], message: /--rate must be/ },
  { name: 'WAIT for two', args: [...sentinel, '--wait', '2'], message: /--wait must be/ },
  {
    name: 'WAIT longer than a command may take',
    args: [...sentinel, '--wait', '1', '--wait-timeout', '1000'],
    message: /below --command-timeout/,
  },
  { name: 'an unknown option', args: [...sentinel, '--sentinel', 'a:1'], message: /Unknown option/ },
])('refuses $name', ({ args, message }) => {
  expect(() => parseLoadOptions(args)).toThrow(message);
});
