import { expect, test } from 'vitest';
import { parseZookeeperOptions } from './options.ts';

const needed = ['--servers', 'a:2181,b:2181', '--prefix', '/run-1'];

test('servers and a prefix are enough', () => {
  expect(parseZookeeperOptions(needed)).toEqual({
    servers: [
      { host: 'a', port: 2181 },
      { host: 'b', port: 2181 },
    ],
    prefix: '/run-1',
    ratePerSecond: 50,
    maxInFlight: 100,
    durationSeconds: undefined,
    registers: 3,
    clients: 5,
    sessionTimeoutMs: 6_000,
    commandTimeoutMs: 3_000,
    port: 8080,
  });
});

test.for([
  [['--prefix', '/run-1'], '--servers'],
  [['--servers', 'a', '--prefix', '/run-1'], 'host:port'],
  [['--servers', 'a:2181'], '--prefix'],
  [[...needed.slice(0, 2), '--prefix', '/run/'], '--prefix'],
  [[...needed, '--username', 'shop'], '--password-file'],
  [[...needed, '--clients', '0'], '--clients'],
  [[...needed, '--rate', 'fast'], '--rate'],
] as const)('%o is refused, naming %s', ([args, name]) => {
  expect(() => parseZookeeperOptions(args)).toThrow(name);
});
