import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { parseKafkaOptions } from './options.ts';

const folder = mkdtempSync(join(tmpdir(), 'load-'));
const passwordFile = join(folder, 'password');
afterAll(() => rmSync(folder, { recursive: true }));
writeFileSync(passwordFile, 'secret');
const needed = ['--brokers', 'a:9092,b:9092', '--topic', 'run-1'];

test('brokers and a topic are enough', () => {
  expect(parseKafkaOptions(needed)).toEqual({
    brokers: ['a:9092', 'b:9092'],
    login: undefined,
    ca: undefined,
    topic: 'run-1',
    partitions: 6,
    ratePerSecond: 60,
    bytes: 100,
    maxInFlight: 120,
    durationSeconds: undefined,
    port: 8080,
  });
});

test('a login', () => {
  expect(parseKafkaOptions([...needed, '--username', 'cart', '--password-file', passwordFile]).login).toEqual({
    username: 'cart',
    password: 'secret',
  });
});

test.for([
  [needed.slice(2), '--brokers'],
  [needed.slice(0, 2), '--topic'],
  [[...needed, '--topic', 'run/1'], '--topic'],
  [[...needed, '--username', 'cart'], '--password-file'],
  [[...needed, '--partitions', '0'], '--partitions'],
  [['--brokers', 'a', ...needed.slice(2)], 'host:port'],
] as const)('%o is refused, naming %s', ([args, name]) => {
  expect(() => parseKafkaOptions(args)).toThrow(name);
});
