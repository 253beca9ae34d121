import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { redisCluster } from '../testing/observed-builder.ts';
import { parseRedisConfig } from './parse-redis-config.ts';
import { liveRedisConfig, renderRedisConfig, restartRedisConfig } from './redis-config.ts';

describe('renderRedisConfig', () => {
  test.for([
    { name: 'a number', entries: { 'tcp-keepalive': 60 }, text: 'tcp-keepalive 60\n' },
    { name: 'several words stay several', entries: { save: '3600 1 300 100' }, text: 'save 3600 1 300 100\n' },
    { name: 'nothing at all', entries: { save: '' }, text: 'save ""\n' },
    {
      name: 'quotes and backslashes',
      entries: { 'latency-tracking-info-percentiles': 'a"b\\c' },
      text: 'latency-tracking-info-percentiles "a\\"b\\\\c"\n',
    },
    { name: 'what would begin a comment', entries: { 'proc-title-template': '#x' }, text: 'proc-title-template "#x"\n' },
  ])('$name', ({ entries, text }) => {
    expect(renderRedisConfig(entries)).toBe(text);
  });

  test.for([
    { name: 'a second directive after a line feed', entries: { maxmemory: '1mb\nloadmodule /x.so' } },
    { name: 'a carriage return', entries: { maxmemory: '1mb\rinclude /etc/passwd' } },
    { name: 'a NUL', entries: { maxmemory: '1mb\u0000' } },
    { name: 'a next-line character', entries: { maxmemory: '1mb\u0085x' } },
    { name: 'a line separator', entries: { maxmemory: '1mb\u2028x' } },
    { name: 'a key with a space', entries: { 'save 1': '1' } },
    { name: 'a key with a line feed', entries: { 'save\nuser': 'x' } },
  ])('refuses $name', ({ entries }) => {
    expect(() => renderRedisConfig(entries)).toThrow(RangeError);
  });
});

describe('parseRedisConfig', () => {
  test('reads back whatever was rendered', () => {
    const key = fc.stringMatching(/^[a-z][a-z0-9-]{0,20}$/);
    const value = fc.stringMatching(/^[^\p{Cc}\p{Zl}\p{Zp}]{0,30}$/u);
    fc.assert(
      fc.property(fc.dictionary(key, value, { noNullPrototype: true }), (entries) => {
        expect(parseRedisConfig(renderRedisConfig(entries))).toEqual(entries);
      }),
    );
  });
});

describe('liveRedisConfig', () => {
  test('takes three quarters of the memory limit for data', () => {
    expect(liveRedisConfig(redisCluster({ resources: { limits: { memory: '1Gi' } } })).maxmemory).toBe('805306368');
  });

  test('leaves maxmemory to the user where it is set', () => {
    expect(liveRedisConfig(redisCluster({ resources: { limits: { memory: '1Gi' } }, config: { maxmemory: '10mb' } })).maxmemory).toBe(
      '10mb',
    );
  });

  test('begins an append-only file in a running server, and never ends one', () => {
    expect(liveRedisConfig(redisCluster())).toMatchObject({ appendonly: 'yes', appendfsync: 'everysec' });
    expect(liveRedisConfig(redisCluster({ durability: { appendOnly: 'no' } }))).not.toHaveProperty('appendonly');
  });

  test('leaves out what only a restart changes', () => {
    const cluster = redisCluster({ config: { databases: 32, timeout: 60 } });
    expect(liveRedisConfig(cluster)).toMatchObject({ timeout: '60' });
    expect(liveRedisConfig(cluster)).not.toHaveProperty('databases');
    expect(restartRedisConfig(cluster)).toEqual({ databases: '32' });
  });

  test.for([
    { replicas: 1, asked: 1, effective: '0' },
    { replicas: 2, asked: 1, effective: '0' },
    { replicas: 3, asked: 1, effective: '1' },
    { replicas: 3, asked: 5, effective: '2' },
  ])('$replicas members, $asked asked for: $effective', ({ replicas, asked, effective }) => {
    expect(liveRedisConfig(redisCluster({ replicas, durability: { minReplicasToWrite: asked } }))['min-replicas-to-write']).toBe(effective);
  });
});
