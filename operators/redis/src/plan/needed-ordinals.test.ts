import { expect, test } from 'vitest';
import { claim, monitoring, observed, redisCluster, serving, unreachable } from '../testing/observed-builder.ts';
import { neededOrdinals } from './needed-ordinals.ts';

const three = [unreachable, unreachable, unreachable];
const volumes = [0, 1, 2].map((ordinal) => claim(ordinal));
const formed = { clusterId: 'c0ffee' };
const named2 = [monitoring(2), monitoring(2), monitoring(2)];

test.for([
  { name: 'a stop is a stop', spec: 0, status: { ...formed, leader: 'cart-redis-2' }, servers: three, sentinels: [], needed: 0 },
  {
    name: 'the master stays until it has handed over',
    spec: 1,
    status: formed,
    servers: [unreachable, unreachable, serving('master')],
    sentinels: named2,
    needed: 3,
  },
  { name: 'so does one that does not answer for a moment', spec: 1, status: formed, servers: three, sentinels: named2, needed: 3 },
  {
    name: 'after a stop the last leader comes back, to be looked at',
    spec: 1,
    status: { ...formed, leader: 'cart-redis-2' },
    servers: three,
    sentinels: [],
    needed: 3,
  },
  {
    name: 'a leader without a volume is not brought back',
    spec: 1,
    status: { ...formed, leader: 'cart-redis-7' },
    servers: three,
    sentinels: [],
    needed: 1,
  },
  { name: 'without an identity, every volume that is there is looked at', spec: 1, status: {}, servers: three, sentinels: [], needed: 3 },
  {
    name: 'who does not lead may go',
    spec: 1,
    status: formed,
    servers: [serving('master'), unreachable, unreachable],
    sentinels: [monitoring(0), monitoring(0), monitoring(0)],
    needed: 1,
  },
])('$name', ({ spec, status, servers, sentinels, needed }) => {
  expect(neededOrdinals(observed({ cluster: redisCluster({ replicas: spec }, status), servers, sentinels, claims: volumes }))).toBe(needed);
});
