import { setTimeout as delay } from 'node:timers/promises';
import { expect } from 'vitest';
import { storm } from './api-proxy/faults/storm.ts';
import { operatorTest } from './api-proxy/testing/operator-test.ts';
import {
  applyMemcached,
  awaitLeader,
  awaitReplicas,
  killOperator,
  serveMemcached,
  startMemcachedOperator,
} from './testing/memcached-process.ts';

/** Longer than a lease: whoever led has given up by then. */
const stormMs = 16_000;
const promisedReturnMs = 30_000;
/** Watches, the lease and one object, each with a backoff of its own. */
const mostRequestsPerSecond = 15;

operatorTest.concurrent.for([{ status: 429, retryAfterSeconds: 1 }, { status: 500 }, { status: 504 }] as const)(
  'after a storm of $status the operator is back, in the same process, and has not hammered the server meanwhile',
  { timeout: 120_000 },
  async (fault, { admin, namespace, onTestFinished }) => {
    await serveMemcached(admin);
    const operator = await startMemcachedOperator(namespace);
    onTestFinished(() => killOperator(operator));
    const { proxy, child } = operator;
    await awaitLeader(admin, namespace);
    await applyMemcached(admin, namespace, 1);
    await awaitReplicas(admin, namespace, 1);
    const asked = () => [...proxy.requests.values()].reduce((sum, count) => sum + count, 0);
    const askedBefore = asked();
    const endStorm = proxy.set(storm(fault));
    await applyMemcached(admin, namespace, 2);
    await delay(stormMs);
    expect((asked() - askedBefore) / (stormMs / 1000)).toBeLessThanOrEqual(mostRequestsPerSecond);
    endStorm();
    await awaitReplicas(admin, namespace, 2, promisedReturnMs);
    expect([child.exitCode, child.signalCode]).toEqual([null, null]);
  },
);
