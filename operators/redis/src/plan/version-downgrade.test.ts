import type { RedisClusterSpecInput, RedisClusterStatus } from '@dataservices/api';
import { expect, test } from 'vitest';
import { redisImage } from '../resources/redis-image.ts';
import { status } from '../status.ts';
import { lobby, monitoring, observed, redisCluster, serving, unreachable } from '../testing/observed-builder.ts';
import { plan } from './plan.ts';
import { versionDowngrade } from './version-downgrade.ts';

const sentinels = [monitoring(0), monitoring(0), monitoring(0)];
const old = { version: '7.0.15' };

/** Members by their versions, the first one leading, each with the image of its version. */
function running(versions: readonly string[], spec: RedisClusterSpecInput, known: Partial<RedisClusterStatus>) {
  const servers = versions.map((version, at) => serving(at === 0 ? 'master' : 'replica', { version }));
  const given = observed({ cluster: redisCluster(spec, { clusterId: 'c0ffee', ...known }), servers, sentinels });
  return { ...given, members: given.members.map((member, at) => ({ ...member, image: spec.image ?? `redis:${versions[at]}` })) };
}

test.for([
  { name: 'a finished upgrade is not taken back', versions: ['8.0.2', '8.0.2', '8.0.2'], spec: old, known: '8.0.2', image: 'redis:8.0.2' },
  {
    name: 'a patch release is not taken back either',
    versions: ['8.0.2'],
    spec: { version: '8.0.1' },
    known: '8.0.2',
    image: 'redis:8.0.2',
  },
  {
    name: 'nor one whose master is new by now: the writes since then are nowhere else',
    versions: ['8.0.2', '7.0.15', '8.0.2'],
    spec: old,
    known: '7.0.15',
    image: 'redis:8.0.2',
  },
])('$name', ({ versions, spec, known, image }) => {
  const given = running(versions, spec, { version: known });
  expect(versionDowngrade(given)?.reason).toBe('VersionDowngrade');
  expect(versionDowngrade(given)?.message).toContain('set spec.version to 8.0.2 or later');
  expect(redisImage(given)).toBe(image);
});

test.for([
  { name: 'an upgrade', versions: ['7.0.15', '7.0.15', '7.0.15'], spec: {}, known: '7.0.15', image: 'redis:8.0.2' },
  {
    name: 'an upgrade over several majors, half-way',
    versions: ['7.0.15', '7.0.15', '8.0.2'],
    spec: {},
    known: '7.0.15',
    image: 'redis:8.0.2',
  },
  { name: 'an unfinished upgrade taken back', versions: ['7.0.15', '7.0.15', '8.0.2'], spec: old, known: '7.0.15', image: 'redis:7.0.15' },
  {
    name: 'an image of its own that is newer than version says, while nothing changes',
    versions: ['8.1.1'],
    spec: { image: 'valkey/valkey:8.1.1' },
    known: '8.1.1',
    image: 'valkey/valkey:8.1.1',
  },
])('$name goes its way', ({ versions, spec, known, image }) => {
  const given = running(versions, spec, { version: known });
  expect(versionDowngrade(given)).toBeUndefined();
  expect(redisImage(given)).toBe(image);
});

test('while nobody runs, a member comes back with what the others have run', () => {
  const given = observed({ cluster: redisCluster(old, { clusterId: 'c0ffee', version: '8.0.2' }), servers: [unreachable], sentinels });
  const template = { spec: { containers: [{ name: 'redis', image: 'redis:8.0.2' }] } };
  const metadata = { name: 'cart-redis', namespace: 'shop', uid: 'u', resourceVersion: '1' };
  const set = { apiVersion: 'apps/v1', kind: 'StatefulSet', metadata, spec: { template } };
  expect(redisImage({ ...given, objects: new Map([['StatefulSet/cart-redis', set]]) })).toBe('redis:8.0.2');
});

test('volumes that only a newer version reads are said to be so, and nobody founds or leads on them', () => {
  const servers = [lobby('newer'), lobby('newer'), lobby('empty')];
  const given = observed({
    cluster: redisCluster(old, { clusterId: 'c0ffee' }),
    servers,
    sentinels: sentinels.map(() => ({ state: 'bare' as const })),
  });
  expect(versionDowngrade(given)?.message).toContain('cart-redis-0, cart-redis-1');
  expect(plan(given).step?.actions ?? []).toEqual([]);
});

test('the version in the status is that of all, and the old one until then', () => {
  const versionOf = (versions: readonly string[]) => {
    const given = running(versions, { replicas: versions.length }, old);
    return status(given, plan(given), { problems: [] }).version;
  };
  expect(versionOf(['7.0.15', '7.0.15', '8.0.2'])).toBe('7.0.15');
  expect(versionOf(['8.0.2', '8.0.2', '8.0.2'])).toBe('8.0.2');
  const away = running(['8.0.2', '8.0.2', '8.0.2'], {}, old);
  const members = away.members.map((member, at) => (at === 2 ? { ...member, server: unreachable } : member));
  expect(status({ ...away, members }, plan({ ...away, members }), { problems: [] }).version).toBe('7.0.15');
});
