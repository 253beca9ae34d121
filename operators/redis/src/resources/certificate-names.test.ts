import { expect, test } from 'vitest';
import { host, observed, redisCluster } from '../testing/observed-builder.ts';
import { certificateNames, requiredNames } from './certificate-names.ts';

const given = observed({ cluster: redisCluster({ replicas: 2, sentinel: { replicas: 1 } }), servers: [], sentinels: [] });

test('the cluster’s own certificate is for every member, whatever their number, and for each name of each Service', () => {
  const names = certificateNames(given);
  expect(names).toEqual(certificateNames({ ...given, cluster: redisCluster({ replicas: 9 }) } as typeof given));
  expect(names).toContain(host(0).replace('cart-redis-0', '*'));
  expect(names).toEqual(
    expect.arrayContaining(['cart-redis', 'cart-redis.shop', 'cart-redis.shop.svc', 'cart-redis.shop.svc.cluster.local']),
  );
  expect(names).toEqual(expect.arrayContaining(['cart-redis-readonly.shop.svc', 'cart-redis-sentinel.shop.svc', 'localhost']));
});

test('a user’s must be for the names that are announced', () => {
  expect(requiredNames(given)).toEqual([
    host(0),
    host(1),
    host(0).replace('redis-0', 'redis-sentinel-0'),
    'cart-redis.shop.svc.cluster.local',
  ]);
});
