import type { RequestRecord } from '@dataservices/members';
import { expect, test } from 'vitest';
import { liveRedisConfig } from '../resources/redis-config.ts';
import { status } from '../status.ts';
import { claim, host, monitoring, observed, redisCluster, serving } from '../testing/observed-builder.ts';
import { formed } from '../testing/situation.ts';
import { plan } from './plan.ts';

const request: RequestRecord = {
  name: 'replace-member',
  token: 't1',
  state: 'Running',
  message: 'm',
  pod: 'cart-redis-0',
  podUid: 'uid-cart-redis-0',
  claimUid: 'uid-data-0',
};

function only(isTerminating: boolean) {
  return observed({
    cluster: redisCluster({ replicas: 1 }, { ...formed, requests: [request] }),
    servers: [serving('master')],
    sentinels: [monitoring(0), monitoring(0), monitoring(0)],
    claims: [claim(0, { isTerminating })],
  });
}

test.for([
  ['a member whose replacement had begun when it became the only one is kept, and its danger is told', true, 'VolumeCondemned'],
  ['one whose volume is as it should be is in none', false, 'NotStalled'],
] as const)('%s', ([, isTerminating, reason]) => {
  const given = only(isTerminating);
  const decided = plan(given);
  expect((decided.step?.actions ?? []).filter(({ kind }) => kind === 'delete-pod')).toEqual([]);
  const stalled = status(given, decided, { problems: [] }).conditions?.find(({ type }) => type === 'Stalled');
  expect(stalled?.reason).toBe(reason);
});

test('with another member beside it, it is replaced', () => {
  const cluster = redisCluster({ replicas: 2 }, { ...formed, requests: [request] });
  const liveConfig = liveRedisConfig(cluster);
  const given = observed({
    cluster,
    servers: [serving('replica', { masterHost: host(1), liveConfig }), serving('master', { liveConfig })],
    sentinels: [monitoring(1), monitoring(1), monitoring(1)],
    claims: [claim(0, { isTerminating: true }), claim(1)],
  });
  expect(plan(given).step?.actions).toMatchObject([{ kind: 'delete-pod', pod: 'cart-redis-0' }]);
});
