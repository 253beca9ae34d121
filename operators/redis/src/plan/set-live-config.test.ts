import { expect, test } from 'vitest';
import { configWorld, likeRedis } from '../testing/config-world.ts';

const changed = { config: { maxmemory: '100mb', 'maxmemory-policy': 'ALLKEYS-LRU' } };
const bad = { config: { 'maxmemory-policy': 'nonsense' } };

test('a change is tried on one replica, then set in the others, then written, and at rest nothing is set', () => {
  const world = configWorld(likeRedis);
  world.settle({});
  const passes = world.settle(changed);
  expect(passes.map(({ set }) => set)).toEqual([
    ['cart-redis-2: maxmemory,maxmemory-policy'],
    ['cart-redis-0: maxmemory,maxmemory-policy', 'cart-redis-1: maxmemory,maxmemory-policy'],
    [],
  ]);
  expect(world.file).toMatchObject({ maxmemory: '100mb', 'maxmemory-policy': 'ALLKEYS-LRU' });
  expect(world.pass(changed)).toMatchObject({ set: [], settled: 'True Settled' });
});

test('no file holds what not every server has taken', () => {
  const world = configWorld(likeRedis);
  world.settle({});
  for (const expected of [undefined, undefined, '100mb']) {
    world.pass(changed);
    expect(world.file.maxmemory).toBe(expected);
  }
});

test('what one server refuses is tried once, changes nothing, and is told until it is corrected', () => {
  const world = configWorld(likeRedis);
  world.settle({});
  const before = structuredClone([...world.servers]);
  const fileBefore = world.file;
  expect(world.pass(bad)).toMatchObject({ set: ['cart-redis-2: maxmemory-policy'], settled: 'False InvalidConfig' });
  expect(world.pass(bad)).toMatchObject({ set: [], settled: 'False InvalidConfig' });
  expect(world.servers).toEqual(before);
  expect(world.file).toEqual(fileBefore);
  expect(world.pass({})).toMatchObject({ set: [], settled: 'True Settled' });
});

test('beside what is refused, another change goes its way', () => {
  const world = configWorld(likeRedis);
  world.settle({});
  world.settle(bad);
  world.settle({ config: { ...bad.config, timeout: 60 } });
  expect(world.servers.map(({ timeout }) => timeout)).toEqual(['60', '60', '60']);
  expect(world.file).toMatchObject({ timeout: '60' });
});

test('a setting that is taken out goes back to its default, in the servers and in the file', () => {
  const world = configWorld(likeRedis);
  world.settle({});
  world.settle(changed);
  world.settle({});
  expect(world.servers.map((server) => server['maxmemory-policy'])).toEqual(['noeviction', 'noeviction', 'noeviction']);
  expect(world.file).toMatchObject({ maxmemory: '0', 'maxmemory-policy': 'noeviction' });
});

test('a container that restarts with the file of before is noticed, even for a setting that is gone', () => {
  const world = configWorld(likeRedis);
  world.settle({});
  world.settle(changed);
  world.settle({});
  world.change(1, 'maxmemory-policy', 'allkeys-lru');
  expect(world.settle({})[0]?.set).toEqual(['cart-redis-1: maxmemory-policy']);
  expect(world.servers[1]?.['maxmemory-policy']).toBe('noeviction');
});

test('before it is done, it is said what is set live and what restarts every member', () => {
  const world = configWorld(likeRedis);
  world.settle({});
  const { message } = world.pass({ config: { timeout: 60, databases: 32 } });
  expect(message).toBe(
    'set without a restart: cart-redis-2: spec.config.timeout (timeout 60), then the other members; spec.config.databases needs a restart of every member, one after another',
  );
});

const limit = (memory: string) => ({ resources: { limits: { memory } } });
const mebibyte = 1_048_576;

test.for([
  ['a limit of memory below what is used', limit('4Mi'), 'False MemoryInUse', undefined],
  ['a setting below what is used', { config: { maxmemory: '3mb' } }, 'False MemoryInUse', undefined],
  ['a cache that is to be smaller', { config: { maxmemory: '100mb', 'maxmemory-policy': 'allkeys-lru' } }, 'True Settled', '100mb'],
  ['a limit that is lower, and enough', limit('1Gi'), 'True Settled', String(768 * mebibyte)],
] as const)('%s', ([, spec, settled, written]) => {
  const world = configWorld(likeRedis);
  world.settle({});
  world.use(200 * mebibyte);
  world.settle(spec);
  expect(world.pass(spec).settled).toBe(settled);
  expect(world.file.maxmemory).toBe(written);
  expect(world.servers.every((server) => (server.maxmemory ?? '0') === '0')).toBe(written === undefined);
});

test('a limit of memory that was held is set as soon as the data fits into it, and what it must be is said', () => {
  const world = configWorld(likeRedis);
  world.settle({});
  world.use(200 * mebibyte);
  world.settle(limit('200Mi'));
  expect(world.pass(limit('200Mi')).message).toBe(
    'spec.resources.limits.memory allows 157286400 bytes of data, and cart-redis-0, cart-redis-1, cart-redis-2 use more already: the settings stay as they are; set spec.resources.limits.memory to 512Mi or more, or delete data first',
  );
  world.use(100 * mebibyte);
  world.settle(limit('200Mi'));
  expect(world.servers.map(({ maxmemory }) => maxmemory)).toEqual(['157286400', '157286400', '157286400']);
  // What comes after that is for Redis to refuse.
  world.use(200 * mebibyte);
  expect(world.pass(limit('200Mi')).settled).toBe('True Settled');
});
