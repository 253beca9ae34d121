import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { parseRabbitmqOptions } from './options.ts';

const folder = mkdtempSync(join(tmpdir(), 'load-'));
const passwordFile = join(folder, 'password');
afterAll(() => rmSync(folder, { recursive: true }));
writeFileSync(passwordFile, 'secret');
const needed = ['--hosts', 'a:5672,b:5672', '--password-file', passwordFile, '--prefix', 'run-1'];

test('hosts, a password and a prefix are enough', () => {
  expect(parseRabbitmqOptions(needed)).toEqual({
    hosts: ['a:5672', 'b:5672'],
    username: 'app',
    password: 'secret',
    vhost: '/',
    prefix: 'run-1',
    queues: 5,
    queueType: 'quorum',
    ratePerSecond: 100,
    maxInFlight: 200,
    idle: 0,
    durationSeconds: undefined,
    port: 8080,
  });
});

test('another virtual host, and authorities to trust', () => {
  const options = parseRabbitmqOptions([...needed, '--vhost', 'shop', '--ca-file', '/ca.crt']);
  expect(options).toMatchObject({ vhost: 'shop', caFile: '/ca.crt' });
});

test.for([
  [needed.slice(2), '--hosts'],
  [needed.slice(0, 4), '--prefix'],
  [[...needed, '--prefix', 'run/1'], '--prefix'],
  [[...needed, '--queues', '0'], '--queues'],
  [[...needed, '--idle', '-1'], '--idle'],
  [[...needed, '--queue-type', 'mirrored'], '--queue-type'],
  [['--hosts', 'a', ...needed.slice(2)], 'host:port'],
] as const)('%o is refused, naming %s', ([args, name]) => {
  expect(() => parseRabbitmqOptions(args)).toThrow(name);
});
